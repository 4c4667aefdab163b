import { expect, test } from 'bun:test'
import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { detect, evidenceLines, ground } from '../testing.ts'
import { conventions } from './conventions.ts'
import { environments } from './environments.ts'

test('environments are told by folders and files that are named for one', async () => {
  const found = await detect(environments, {
    'envs/blue/main.tf': '',
    'infra/environments/production/values.yaml': '',
    'live/prod/eu/terragrunt.hcl': '',
    'live/shared/terragrunt.hcl': '',
    'deploy/staging/app.yaml': '',
    'src/env/reader.ts': '',
    'envs/notes/README.md': '',
    'src/main/resources/application-prod.yml': '',
    'src/main/resources/application-mysql.yml': '',
    'stack/.nimbus-generated.json': '{"rooms":{"dev":0,"canary":1}}',
  })
  expect(evidenceLines(found).sort()).toEqual([
    'environment blue envs/blue',
    'environment canary stack/.nimbus-generated.json',
    'environment dev stack/.nimbus-generated.json',
    'environment prod live/prod',
    'environment prod src/main/resources/application-prod.yml',
    'environment production infra/environments/production',
    'environment staging deploy/staging',
  ])
})

test('tags that the organisation asks for come from its conventions', async () => {
  const found = await detect(conventions, { '.nimbus/conventions.yaml': 'tags: { required: [team, 5, owner] }\n' })
  expect(evidenceLines(found)).toEqual([
    'required-tag team .nimbus/conventions.yaml',
    'required-tag owner .nimbus/conventions.yaml',
  ])
  expect(evidenceLines(await detect(conventions, { '.nimbus/conventions.yaml': '[' }))).toEqual([])
})

test('conventions are not read through a link that leads out of the workspace', async () => {
  await using elsewhere = await ground({ 'conventions.yaml': 'tags: { required: [team] }\n' })
  await using place = await ground({})
  symlinkSync(elsewhere.path, join(place.path, '.nimbus'))
  expect(evidenceLines(await conventions.find(await place.look()))).toEqual([])
})
