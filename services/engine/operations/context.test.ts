import { expect, test } from 'bun:test'
import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { failure, workspace } from '@nimbus/testkit'

const shop = {
  'package.json': '{"name":"shop"}',
  'envs/dev/main.tf': 'provider "aws" {\n  region = "eu-west-1"\n  default_tags {\n    tags = { Team = "a" }\n  }\n}\n',
}

test('without a file it says what the project plainly shows, and where', async () => {
  await using ws = await workspace(shop)
  const context = await ws.call('engine.context', {})
  expect(context).toMatchObject({
    name: { value: 'shop', from: 'found', at: ['package.json'] },
    region: { value: 'eu-west-1', from: 'found', at: ['envs/dev/main.tf:2'] },
    environments: [{ name: 'dev', kind: 'development', directories: ['envs/dev'], from: 'found', at: ['envs/dev'] }],
    conventions: { tags: [{ value: 'Team', from: 'found', at: ['envs/dev/main.tf:4'] }], requiredTags: [] },
    trusted: false,
    outdated: [],
  })
  expect(context).not.toHaveProperty('file')
  expect((await ws.cli(['engine', 'context'])).stdout).toContain('write one with nimbus init')
})

test('of each value it says whether a person decided, and on which line', async () => {
  await using ws = await workspace(shop)
  await ws.call('engine.init', {})
  const text = await ws.file('.nimbus/project.yaml').text()
  await ws.write({ '.nimbus/project.yaml': text.replace('region: eu-west-1', 'region: us-east-1') })
  const { name, region, environments } = await ws.call('engine.context', {})
  const line = text.split('\n').findIndex((each) => each.startsWith('region:')) + 1
  expect(region).toEqual({ value: 'us-east-1', from: 'person', at: [`.nimbus/project.yaml:${line}`] })
  expect(name).toMatchObject({ value: 'shop', from: 'init' })
  expect(name?.at).toEqual([expect.stringMatching(/^\.nimbus\/project\.yaml:\d+$/), 'package.json'])
  expect(environments).toMatchObject([{ name: 'dev', from: 'init', region: { value: 'eu-west-1', from: 'init' } }])
})

test('what the project shows now goes before what was found earlier, and it says that the file is out of date', async () => {
  await using ws = await workspace(shop)
  await ws.call('engine.init', {})
  await ws.write({ 'envs/prod/main.tf': 'provider "aws" {\n  region = "us-east-1"\n}\n' })
  const { region, regions, environments, outdated } = await ws.call('engine.context', {})
  expect(region).toBeUndefined()
  expect(regions.map(({ value, from }) => [value, from])).toEqual([
    ['eu-west-1', 'found'],
    ['us-east-1', 'found'],
  ])
  expect(environments.map(({ name, from }) => [name, from])).toEqual([
    ['dev', 'init'],
    ['prod', 'found'],
  ])
  expect(outdated).toContain('environments.prod')
})

test('what a person took out is not brought back', async () => {
  await using ws = await workspace(shop)
  await ws.call('engine.init', {})
  const text = await ws.file('.nimbus/project.yaml').text()
  await ws.write({ '.nimbus/project.yaml': text.replace('region: eu-west-1\n', '') })
  const { region, regions } = await ws.call('engine.context', {})
  expect([region, regions]).toEqual([undefined, []])
})

test('what a person writes may be shorter, or wrong, and is then ignored with a note', async () => {
  await using ws = await workspace({
    '.nimbus/project.yaml': 'name: [1]\nregion: 5\nenvironments: [dev, prod]\nconventions: none\nowner: me\n',
  })
  const { name, region, environments, conventions, sections, notes } = await ws.call('engine.context', {})
  expect([name, region, conventions.tags]).toEqual([undefined, undefined, []])
  expect(environments).toMatchObject([
    { name: 'dev', kind: 'development', from: 'person' },
    { name: 'prod', kind: 'production', from: 'person' },
  ])
  expect(sections).toMatchObject({ owner: 'me' })
  expect(notes).toEqual(['name is no text and was ignored', 'region is no text and was ignored'])
})

test('it is for everybody, changes nothing and marks what it gives as written by others', async () => {
  await using ws = await workspace(shop)
  for (const surface of ['http', 'mcp', 'agent'] as const)
    expect((await ws.invoke('engine.context', {}, { surface })).ok).toBe(true)
  expect(await ws.file('.nimbus/project.yaml').exists()).toBe(false)
})

test('a project file that is broken or a link is said with its place', async () => {
  await using ws = await workspace({ '.nimbus/project.yaml': 'a:\n  - [\n', 'other.yaml': 'name: x\n' })
  expect(await failure(ws.call('engine.context', {}))).toMatchObject({ code: 'invalid-project-file', exit: 2 })
  await using linked = await workspace({ 'other.yaml': 'name: x\n' })
  symlinkSync(join(linked.path, 'other.yaml'), join(linked.path, '.nimbus/project.yaml'))
  expect(await failure(linked.call('engine.context', {}))).toMatchObject({ code: 'not-a-project-file', exit: 2 })
})

test('environments stand in columns, also where less is said of one', async () => {
  const overlay = 'resources: [../../base]\n'
  await using ws = await workspace({
    'k8s/overlays/production/kustomization.yaml': overlay,
    'k8s/overlays/dev/kustomization.yaml': overlay,
  })
  const { stdout } = await ws.cli(['engine', 'context'])
  expect(stdout).toContain('environment  dev         development  k8s/overlays/dev         found now')
  expect(stdout).toContain('environment  production               k8s/overlays/production  found now')
})
