import { expect, test } from 'bun:test'
import { createHash } from 'node:crypto'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { workspace } from '@nimbus/testkit'

const megabyte = 'a line of the file\n'.repeat(Math.ceil(1_048_576 / 19))

const sizeOf = async (folder: string): Promise<number> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  const sizes = await Promise.all(files.map(async ({ parentPath, name }) => (await stat(join(parentPath, name))).size))
  return sizes.reduce((sum, size) => sum + size, 0)
}

test('writing a large file does not make the record as large', async () => {
  await using ws = await workspace()
  await ws.call('fs.write', { file: 'small.txt', content: 'small' })
  const before = await sizeOf(ws.home)
  await ws.call('fs.write', { file: 'large.txt', content: megabyte })

  const { journal } = (await ws.host()).ports
  const [run] = await journal.list({ tenant: 'local', operation: 'fs.write', limit: 1 })
  expect(run?.input).toMatchObject({
    file: 'large.txt',
    content: {
      omitted: Buffer.byteLength(megabyte),
      sha256: createHash('sha256').update(megabyte).digest('hex'),
      head: megabyte.slice(0, 256),
    },
  })
  const events = await journal.events(run?.id ?? '', 0, 100)
  expect(events.find(({ type }) => type === 'started')?.data).toMatchObject({ input: run?.input })
  expect((await sizeOf(ws.home)) - before).toBeLessThan(200_000)
})

test('a large change is undone byte for byte, and so is what undid it', async () => {
  await using ws = await workspace({ 'large.txt': `${megabyte}old` })
  await ws.call('fs.write', { file: 'large.txt', content: `${megabyte}new` })
  const { journal } = (await ws.host()).ports
  const newest = async (operation: string) =>
    (await journal.list({ tenant: 'local', operation, limit: 1 }))[0]?.id ?? ''

  await ws.call('nimbus.undo', { run: await newest('fs.write') })
  expect(await ws.file('large.txt').text()).toBe(`${megabyte}old`)
  await ws.call('nimbus.undo', { run: await newest('fs.restore') })
  expect(await ws.file('large.txt').text()).toBe(`${megabyte}new`)
})

test('a plan of a large change holds all of it, sealed, and applies it', async () => {
  await using ws = await workspace({ 'large.txt': 'old' })
  const asked = await ws.invoke('fs.write', { file: 'large.txt', content: megabyte }, { consent: undefined })
  expect(asked.outcome).toBe('approval')
  const plan = asked.error?.plan ?? ''
  await ws.call('nimbus.approve', { plan })
  await ws.call('nimbus.apply', { plan })
  expect(await ws.file('large.txt').text()).toBe(megabyte)
})
