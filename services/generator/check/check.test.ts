import { describe, expect, test } from 'bun:test'
import { loadHcl } from '@nimbus/hcl'
import { rules } from '../rules/index.ts'
import { checkModules } from './check.ts'
import { loadModules } from './load.ts'

const parse = await loadHcl()

function check(files: Record<string, string>, ...ids: string[]) {
  const given = Object.entries(files).map(([path, text]) => ({ path, text }))
  return checkModules(
    loadModules(given, parse),
    rules.filter(({ id }) => ids.length === 0 || ids.includes(id)),
  )
}

const encrypted = 'aws-ebs-volume-encrypted'
const volumeModule = `variable "encrypted" {}

resource "aws_ebs_volume" "data" {
  encrypted = var.encrypted
}
`

describe('checkModules', () => {
  test('knows in a module what its root passes', () => {
    const files = {
      'modules/disk/main.tf': volumeModule,
      'main.tf': 'module "disk" {\n  source = "./modules/disk"\n  encrypted = true\n}\n',
    }

    expect(check(files, encrypted)).toMatchObject({ passed: 1, failed: 0, unknown: 0 })
  })

  test('judges a module for each caller and names the one that is wrong', () => {
    const { findings, passed } = check(
      {
        'modules/disk/main.tf': volumeModule,
        'envs/dev/main.tf': 'module "disk" {\n  source = "../../modules/disk"\n  encrypted = false\n}\n',
        'envs/prod/main.tf': 'module "store" {\n  source = "../../modules/disk"\n  encrypted = true\n}\n',
      },
      encrypted,
    )

    expect(passed).toBe(1)
    expect(findings).toMatchObject([
      { status: 'fail', address: 'module.disk.aws_ebs_volume.data', file: 'modules/disk/main.tf', line: 4 },
    ])
  })

  test('reports the same finding of several callers once', () => {
    const call = (name: string) => `module "${name}" {\n  source = "./disk"\n  encrypted = false\n}\n`

    expect(check({ 'disk/main.tf': volumeModule, 'main.tf': call('a') + call('b') }, encrypted).findings).toHaveLength(
      1,
    )
  })

  test('judges an uncalled module with what its variables say', () => {
    expect(check({ 'disk/main.tf': volumeModule }, encrypted).findings).toMatchObject([{ status: 'unknown' }])
  })

  test('takes values from terraform.tfvars and defaults of optional members', () => {
    const text = `variable "disk" {
  type = object({ size = number, encrypted = optional(bool, true) })
}

resource "aws_ebs_volume" "data" {
  encrypted = var.disk.encrypted
}
`
    expect(check({ 'main.tf': text, 'terraform.tfvars': 'disk = { size = 1 }\n' }, encrypted)).toMatchObject({
      passed: 1,
    })
    expect(
      check({ 'main.tf': text, 'a.auto.tfvars': 'disk = { size = 1, encrypted = false }\n' }, encrypted),
    ).toMatchObject({ failed: 1 })
  })

  test('judges each instance of a known for_each and none of count 0', () => {
    const each =
      'resource "aws_ebs_volume" "data" {\n  for_each = { a = true, b = false }\n  encrypted = each.value\n}\n'
    const off = 'resource "aws_ebs_volume" "data" {\n  count = 0\n}\n'

    expect(check({ 'main.tf': each }, encrypted)).toMatchObject({ failed: 1, passed: 0 })
    expect(check({ 'main.tf': off }, encrypted)).toMatchObject({ failed: 0, passed: 0 })
  })

  test('finds a companion that reaches the bucket through a module and its output', () => {
    const files = {
      'bucket/main.tf': 'resource "aws_s3_bucket" "this" {}\n\noutput "id" {\n  value = aws_s3_bucket.this.id\n}\n',
      'main.tf': `module "bucket" {
  source = "./bucket"
}

locals {
  target = module.bucket.id
}

resource "aws_s3_bucket_versioning" "v" {
  bucket = local.target
  versioning_configuration {
    status = "Enabled"
  }
}
`,
    }
    expect(check(files, 'aws-s3-versioning')).toMatchObject({ passed: 1, failed: 0, unknown: 0 })
  })

  test('takes the environment from the directory of the root', () => {
    const text = 'resource "aws_db_instance" "main" {\n  multi_az = false\n}\n'

    expect(check({ 'envs/production/main.tf': text }, 'aws-rds-multi-az')).toMatchObject({ failed: 1 })
    expect(check({ 'envs/dev/main.tf': text }, 'aws-rds-multi-az')).toMatchObject({ failed: 0, unknown: 0 })
    expect(check({ 'infra/main.tf': text }, 'aws-rds-multi-az')).toMatchObject({ unknown: 1 })
  })

  test('says once that every port is open', () => {
    const text =
      'resource "aws_vpc_security_group_ingress_rule" "x" {\n  cidr_ipv4   = "0.0.0.0/0"\n  ip_protocol = "-1"\n}\n'
    const { findings } = check({ 'main.tf': text })

    expect(findings.map(({ rule }) => rule).filter((rule) => rule.startsWith('aws-sg-'))).toEqual([
      'aws-sg-no-open-all',
    ])
  })

  test('reads JSON syntax', () => {
    const text = '{"resource": {"aws_ebs_volume": {"data": {"encrypted": false}}}}'

    expect(check({ 'main.tf.json': text }, encrypted)).toMatchObject({ failed: 1 })
  })

  test('survives modules that call themselves or each other', () => {
    const call = (source: string) => `module "next" {\n  source = "${source}"\n}\n`

    expect(check({ 'a/main.tf': call('../b'), 'b/main.tf': call('../a'), 'c/main.tf': call('./') }).problems).toEqual(
      [],
    )
  })

  test('survives modules that call themselves many times over', () => {
    const calls = Array.from({ length: 20 }, (_, index) => `module "m${index}" {\n  source = "./"\n}\n`).join('')

    expect(
      check({ 'root/main.tf': 'module "x" {\n  source = "../a"\n}\n', 'a/main.tf': calls }, encrypted).failed,
    ).toBe(0)
  })

  test('survives a chain of locals longer than the stack is deep', () => {
    const locals = Array.from({ length: 20_000 }, (_, index) => `  l${index} = local.l${index + 1}\n`).join('')
    const text = `locals {\n${locals}}\n\nresource "aws_ebs_volume" "data" {\n  encrypted = local.l0\n  kms_key_id = local.l0\n}\n`

    expect(check({ 'main.tf': text }, encrypted)).toMatchObject({ unknown: 1 })
  })

  test('gives the same result whatever the order of the files', () => {
    const files = {
      'b.tf': 'resource "aws_vpc" "b" {}\n',
      'a.tf': 'resource "aws_vpc" "a" {}\n',
      'x/c.tf': volumeModule,
    }
    const reversed = Object.fromEntries(Object.entries(files).reverse())

    expect(JSON.stringify(check(reversed))).toBe(JSON.stringify(check(files)))
  })
})

describe('nimbus:ignore', () => {
  const bad = 'resource "aws_ebs_volume" "data" {\n  encrypted = false\n}\n'

  test.each([
    ['above the block', `# nimbus:ignore ${encrypted} scratch space\n${bad}`],
    ['above the block among other comments', `# nimbus:ignore ${encrypted} scratch space\n# more words\n${bad}`],
    ['on the line of the finding', bad.replace('= false', `= false # nimbus:ignore ${encrypted} scratch space`)],
    ['above the line of the finding', bad.replace('  enc', `  // nimbus:ignore ${encrypted} scratch space\n  enc`)],
  ])('counts %s', (_, text) => {
    const { failed, suppressed } = check({ 'main.tf': text }, encrypted)

    expect(failed).toBe(0)
    expect(suppressed).toMatchObject([{ rule: encrypted, reason: 'scratch space', address: 'aws_ebs_volume.data' }])
  })

  test('does not count without a reason, and says so', () => {
    const { failed, problems } = check({ 'main.tf': `# nimbus:ignore ${encrypted}\n${bad}` }, encrypted)

    expect(failed).toBe(1)
    expect(problems).toMatchObject([
      { message: `nimbus:ignore ${encrypted} needs a reason after the rule's id`, line: 1 },
    ])
  })

  test('speaks only for the next block', () => {
    expect(check({ 'main.tf': `# nimbus:ignore ${encrypted} scratch\nlocals {}\n\n${bad}` }, encrypted).failed).toBe(1)
  })

  test('names a rule that does not exist', () => {
    expect(check({ 'main.tf': '# nimbus:ignore aws-ebs because\n' }).problems[0]?.message).toContain(
      'names no rule: aws-ebs',
    )
  })
})
