import { expect, test } from 'bun:test'
import { workspace } from '@nimbus/testkit'
import { backendOf } from './backend.ts'

const stored = (type: string, config: Record<string, unknown>) =>
  JSON.stringify({ version: 3, backend: { type, config, hash: 1 } })

test.each([
  [
    's3',
    { bucket: 'shop-tfstate', key: 'dev/terraform.tfstate', secret_key: 'hush' },
    's3://shop-tfstate/dev/terraform.tfstate',
  ],
  ['gcs', { bucket: 'b', prefix: 'p', credentials: 'hush' }, 'gcs://b/p'],
  ['local', { path: 'other.tfstate' }, 'local:other.tfstate'],
  ['local', { path: null }, 'local:terraform.tfstate'],
  ['pg', { conn_str: 'postgres://u:hush@h/d' }, 'pg://'],
])('names a %s backend by where the state is, and shows no credential', async (type, config, name) => {
  await using space = await workspace({ 'data/terraform.tfstate': stored(type, config) })
  expect(await backendOf({ data: `${space.path}/data` })).toMatchObject({ name })
})

test('notices a difference in any setting, but not in who looks', async () => {
  await using space = await workspace({
    'a/terraform.tfstate': stored('pg', { conn_str: 'postgres://ann:one@db/a' }),
    'b/terraform.tfstate': stored('pg', { conn_str: 'postgres://ann:one@db/b' }),
    'c/terraform.tfstate': stored('pg', { conn_str: 'postgres://ci:two@db/a', password: 'x' }),
  })
  const digests = ['a', 'b', 'c'].map(async (folder) => (await backendOf({ data: `${space.path}/${folder}` })).digest)
  const [a, b, c] = await Promise.all(digests)
  expect(a).not.toBe(b)
  expect(a).toBe(c ?? '')
})

test('is the local one where nothing was ever initialised', async () => {
  await using space = await workspace()
  expect(await backendOf({ data: `${space.path}/none` })).toMatchObject({ name: 'local:terraform.tfstate' })
})
