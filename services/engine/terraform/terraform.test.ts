import { expect, test } from 'bun:test'
import { terraform } from '../detectors/terraform.ts'
import { detect, evidenceLines, type Files } from '../testing.ts'

const settings = `terraform {
  required_version = ">= 1.9"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.0"
    }
  }
  backend "s3" {
    bucket = "state"
  }
}
`

test('what Terragrunt applies is listed, also where the modules lie elsewhere', async () => {
  const files = {
    'terragrunt.hcl': 'remote_state {\n  backend = "s3"\n}\n',
    'live/prod/vpc/terragrunt.hcl': 'include "root" {\n  path = find_in_parent_folders()\n}\n',
    'live/dev/vpc/terragrunt.hcl': 'terraform {\n  source = "git::https://example.com/vpc.git"\n}\n',
  }
  const terragrunt = ['live/dev/vpc', 'live/prod/vpc']
  expect((await detect(terraform, files)).facts).toEqual({ terragrunt })
  const beside = await detect(terraform, { ...files, 'modules/a/main.tf': 'variable "a" {\n}\n' })
  expect(beside.facts).toEqual({ tool: 'terraform', modules: ['modules/a'], terragrunt })
})

test('roots come with backend, versions, locked versions, regions; what they call is a module', async () => {
  const found = await detect(terraform, {
    'infra/prod/main.tf': `${settings}variable "region" {\n  default = "us-east-1"\n}\nprovider "aws" {\n  region = var.region\n}\nmodule "net" {\n  source = "../../lib/net"\n}\n`,
    'infra/prod/terraform.tfvars': 'region = "eu-west-1"\npassword = "hunter2"\n',
    'infra/prod/.terraform.lock.hcl': 'provider "registry.terraform.io/hashicorp/aws" {\n  version = "6.2.0"\n}\n',
    'infra/prod/terraform.tfstate.d/blue/terraform.tfstate': '{"secret":"hunter2"}',
    'lib/net/main.tf': 'resource "aws_vpc" "main" {\n}\n',
    'modules/unused/main.tf': 'variable "a" {\n}\n',
  })
  expect(found.facts).toEqual({
    tool: 'terraform',
    roots: {
      'infra/prod': {
        backend: 's3',
        version: '>= 1.9',
        providers: { aws: '~> 6.0' },
        locked: { aws: '6.2.0' },
        regions: ['eu-west-1'],
        workspaces: ['blue'],
      },
    },
    modules: ['lib/net', 'modules/unused'],
  })
  expect(evidenceLines(found)).toEqual(['environment prod infra/prod', 'region eu-west-1 infra/prod/main.tf:17 prod'])
  expect(JSON.stringify(found)).not.toContain('hunter2')
})

test('OpenTofu is told by its files and its registry', async () => {
  const projects: Files[] = [
    { 'main.tofu': 'terraform {\n}\n' },
    { 'main.tf': 'terraform {\n}\n', '.opentofu-version': '1.10' },
    { 'main.tf': '', '.terraform.lock.hcl': 'provider "registry.opentofu.org/hashicorp/aws" {\n}\n' },
  ]
  for (const files of projects) expect((await detect(terraform, files)).facts).toMatchObject({ tool: 'opentofu' })
})

test('a region that the source does not decide is not made up', async () => {
  const found = await detect(terraform, {
    'main.tf':
      'variable "region" {\n}\nprovider "aws" {\n  region = var.region\n}\nprovider "google" {\n  region = data.x.y.z\n}\n',
  })
  expect(found.facts).toEqual({
    tool: 'terraform',
    roots: { '.': { backend: 'local', providers: { aws: 'any', google: 'any' } } },
  })
  expect(evidenceLines(found)).toEqual([])
})

test('a file of variables for an environment says its region', async () => {
  const found = await detect(terraform, {
    'main.tf': 'variable "region" {\n}\nprovider "aws" {\n  region = var.region\n}\n',
    'vars/dev.tfvars': 'aws_region = "eu-west-1"\n',
    'vars/prod.tfvars': 'name = "x"\naws_region = "us-east-1"\n',
    'vars/large.tfvars': 'aws_region = "sa-east-1"\n',
  })
  expect(evidenceLines(found)).toEqual([
    'environment dev vars/dev.tfvars',
    'region eu-west-1 vars/dev.tfvars:1 dev',
    'environment prod vars/prod.tfvars',
    'region us-east-1 vars/prod.tfvars:2 prod',
  ])
})

test('common tags and the way names are put together are evidence', async () => {
  const found = await detect(terraform, {
    'main.tf': `locals {
  prefix      = "\${var.project}-\${var.env}"
  common_tags = merge(var.more, { Team = "a", "cost:center" = "b" })
}
provider "aws" {
  default_tags {
    tags = { Owner = "x" }
  }
}
resource "aws_s3_bucket" "a" {
  bucket = "\${local.prefix}-assets"
}
resource "aws_sqs_queue" "b" {
  name = "\${var.project}-\${terraform.workspace}-\${var.queue}"
}
resource "aws_x" "c" {
  name = "\${var.queue}-x"
}
`,
  })
  expect(evidenceLines(found)).toEqual([
    'tag Team main.tf:3',
    'tag cost:center main.tf:3',
    'tag Owner main.tf:7',
    'naming {name}-{environment}-{part} .',
    'naming {name}-{environment}-{part} .',
  ])
})

test('files that are broken, huge, cyclic or hostile give what can be told', async () => {
  const found = await detect(terraform, {
    'a/main.tf': 'terraform {\n  backend "gcs" {\n',
    'b/main.tf': new Uint8Array([0xff, 0xfe, 0x00]),
    'c/main.tf': 'locals {\n  a = local.b\n  b = local.a\n}\nprovider "aws" {\n  region = local.a\n}\n',
    'd/main.tf': `module "self" {\n  source = "./"\n}\nmodule "out" {\n  source = "../../../etc"\n}\n`,
    'e/main.tf': `provider "__proto__" {\n}\nterraform {\n  required_providers {\n    __proto__ = "1"\n  }\n}\n`,
    'f/main.tf': `# ${'x'.repeat(1_100_000)}\nprovider "aws" {\n}\n`,
  })
  expect(found.facts).toMatchObject({ tool: 'terraform', roots: { c: { backend: 'local' } } })
  expect(evidenceLines(found)).toEqual([])
})

test.each([
  ['empty lines', '\n'.repeat(900_000)],
  ['a text that begins references and does not end', `name = "${'${'.repeat(450_000)}`],
  ['a text that begins references and ends none', `name = "${'${'.repeat(450_000)}"`],
])('a megabyte of %s costs no time', async (_what, text) => {
  expect(evidenceLines(await detect(terraform, { 'main.tf': text }))).toEqual([])
})
