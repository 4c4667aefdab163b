import { describe, expect, test } from 'bun:test'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { workspace } from '@nimbus/testkit'
import { $ } from 'bun'
import { outcomeOf } from '../testing.ts'

const examples = join(import.meta.dir, '../../../../examples')
const spec = (more: string) => `name: shop\nregion: eu-central-1\n${more}`
const text = (source: string, path: string) => outcomeOf(source).files.find((file) => file.path === path)?.text ?? ''

describe('what is emitted', () => {
  test('is one file for each component, and thin roots', () => {
    const source = spec('environments: [dev, production]\ncomponents: { eks: true, s3: true }\n')
    expect(outcomeOf(source).files.map(({ path }) => path)).toEqual([
      'README.md',
      'envs/.gitignore',
      ...['dev', 'production'].flatMap((name) =>
        ['main', 'outputs', 'providers', 'terraform'].map((file) => `envs/${name}/${file}.tf`),
      ),
      ...['eks', 'kms', 'main', 'network', 'outputs', 's3', 'variables'].map((file) => `modules/shop/${file}.tf`),
    ])
  })

  test('keeps states and plans out of git, and the lock file in it', async () => {
    await using place = await workspace({
      'envs/.gitignore': text(spec('components: { vpc: true }\n'), 'envs/.gitignore'),
    })
    await $`git init -q`.cwd(place.path)
    const paths = [
      '.terraform/x',
      'terraform.tfstate',
      'terraform.tfstate.backup',
      'tfplan',
      '.terraform.lock.hcl',
      'main.tf',
    ]
    const left = await $`git check-ignore --no-index ${paths.map((path) => `envs/dev/${path}`)}`.cwd(place.path).text()
    expect(left.trim().split('\n')).toEqual(paths.slice(0, 4).map((path) => `envs/dev/${path}`))
  })

  test('describes and types every variable', () => {
    const variables = text(spec('components: { eks: true, rds: true, s3: true }\n'), 'modules/shop/variables.tf')
    const count = (pattern: RegExp) => variables.match(pattern)?.length
    expect(count(/^variable /gm)).toBe(8)
    expect(count(/^ {2}description = /gm)).toBe(8)
    expect(count(/^ {2}type +=/gm)).toBe(8)
  })

  test('keeps the state of each environment in a place of its own, locked without a table', () => {
    const source = spec(
      'environments: [dev, prod]\nstate: { bucket: states, region: eu-west-1 }\ncomponents: { vpc: true }\n',
    )
    expect(text(source, 'envs/prod/terraform.tf')).toContain(`  backend "s3" {
    bucket       = "states"
    key          = "shop/prod/terraform.tfstate"
    region       = "eu-west-1"
    encrypt      = true
    use_lockfile = true
  }`)
    expect(text(source, 'envs/dev/terraform.tf')).toContain('key          = "shop/dev/terraform.tfstate"')
  })

  test('lets only the account that the spec names be touched', () => {
    const source = spec(
      'account: "012345678901"\nenvironments: { dev: , prod: { account: "210987654321" } }\ncomponents: { vpc: true }\n',
    )
    expect(text(source, 'envs/dev/providers.tf')).toContain('allowed_account_ids = ["012345678901"]')
    expect(text(source, 'envs/prod/providers.tf')).toContain('allowed_account_ids = ["210987654321"]')
  })

  test('leaves the number of nodes to the autoscaler', () => {
    const nodes = text(spec('components: { eks: true }\n'), 'modules/shop/eks.tf')
    expect(nodes).toContain('ignore_changes = [scaling_config[0].desired_size]')
  })

  test('has the same module for every environment, and the same address whatever the stack is called', () => {
    const named = (name: string) =>
      text(`name: ${name}\nregion: eu-central-1\ncomponents: { vpc: true }\n`, 'envs/dev/main.tf')
    expect(named('shop')).toStartWith('module "stack" {')
    expect(named('other')).toStartWith('module "stack" {')
  })

  test('never interpolates what a person wrote', () => {
    const { files } = outcomeOf(spec('tags: { owner: "${path.root} %{ if }" }\ncomponents: { vpc: true }\n'))
    expect(files).toEqual([])
  })
})

test('every example is a spec', async () => {
  const specs = (await readdir(examples)).filter((name) => name.endsWith('.yaml') && !name.startsWith('conventions'))
  expect(specs.length).toBeGreaterThan(2)
  for (const name of specs) {
    expect({ name, problems: outcomeOf(await Bun.file(join(examples, name)).text()).problems }).toEqual({
      name,
      problems: [],
    })
  }
})
