import { expect, test } from 'bun:test'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { failure } from '@nimbus/testkit/failure'
import { loadKey } from './key.ts'

const place = () => {
  const folder = mkdtempSync(join(tmpdir(), 'nimbus-key-'))
  return { path: join(folder, 'home', 'key'), folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true }) }
}

const loading = async (path: string) => loadKey(path)

test('makes a key of 32 bytes on first use, private, and gives the same one ever after', () => {
  using here = place()
  const key = loadKey(here.path)

  expect(key).toHaveLength(32)
  expect(statSync(here.path).mode & 0o777).toBe(0o600)
  expect(loadKey(here.path)).toEqual(key)
  expect(readdirSync(join(here.folder, 'home'))).toEqual(['key'])
})

test('processes that come at once agree on one key', async () => {
  using here = place()
  const program = `const { loadKey } = await import(${JSON.stringify(join(import.meta.dir, 'key.ts'))})
    console.log(Buffer.from(loadKey(${JSON.stringify(here.path)})).toString('hex'))`
  const keys = await Promise.all(
    Array.from({ length: 6 }, () => new Response(Bun.spawn([process.execPath, '-e', program]).stdout).text()),
  )

  expect(new Set(keys).size).toBe(1)
  expect(keys[0]?.trim()).toHaveLength(64)
})

test('refuses a key that others may read, and says how to close it', async () => {
  using here = place()
  loadKey(here.path)
  chmodSync(here.path, 0o644)

  const error = await failure(loading(here.path))
  expect(error).toMatchObject({ code: 'key-exposed', at: here.path, exit: 1 })
  expect(error.why).toContain('644')
  expect(error.next).toContain('chmod 600')
})

test('refuses a key of another length', async () => {
  using here = place()
  loadKey(here.path)
  writeFileSync(here.path, 'short')

  expect(await failure(loading(here.path))).toMatchObject({ code: 'key-damaged', at: here.path, exit: 1 })
})

test('a key that cannot be read is no defect of Nimbus', async () => {
  using here = place()
  mkdirSync(here.path, { recursive: true, mode: 0o700 })

  const error = await failure(loading(here.path))
  expect(error).toMatchObject({ code: 'key-unusable', at: here.path, exit: 1 })
  expect(error.why).toContain('EISDIR')
})

test('a key that cannot be made leaves nothing behind', async () => {
  using here = place()
  writeFileSync(join(here.folder, 'home'), '')

  expect(await failure(loading(here.path))).toMatchObject({ code: 'key-unusable', at: here.path })
  expect(readdirSync(here.folder)).toEqual(['home'])
})
