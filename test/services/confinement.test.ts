import { expect, test } from 'bun:test'
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { workspace } from '@nimbus/testkit'
import fc from 'fast-check'

const segment = fc.constantFrom(
  '..',
  '.',
  'in',
  'out',
  'a.txt',
  'private',
  'private.txt',
  '',
  '.git',
  '.nimbus',
  '%2e%2e',
  '…',
  '\0',
  '..\\..',
  '~',
  'loop',
)
const path = (outside: string) =>
  fc
    .tuple(fc.constantFrom('', '', '/', './', '../', `${outside}/`), fc.array(segment, { minLength: 1, maxLength: 6 }))
    .map(([start, segments]) => start + segments.join('/'))

const secret = 'nobody outside may read this'

/** Everything below a directory with its contents; links by what they are. */
const contents = (directory: string): [string, string][] =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .map((entry): [string, string] => {
      const full = join(entry.parentPath, entry.name)
      return [full, entry.isFile() ? readFileSync(full, 'utf8') : '']
    })
    .sort(([a], [b]) => (a < b ? -1 : 1))

test('no path, however it is written, leads a model or a client out of the workspace', async () => {
  await using ws = await workspace({ 'in/a.txt': 'inside\n', '.git/HEAD': 'ref\n' })
  const outside = join(ws.home, 'outside')
  mkdirSync(join(outside, 'private'), { recursive: true })
  writeFileSync(join(outside, 'private/private.txt'), secret)
  writeFileSync(join(outside, 'private.txt'), secret)
  symlinkSync(outside, join(ws.path, 'out'))
  symlinkSync(outside, join(ws.path, 'in/out'))
  symlinkSync('loop', join(ws.path, 'loop'))
  const before = contents(outside)
  const guarded = () => contents(join(ws.path, '.git'))
  const git = guarded()

  await fc.assert(
    fc.asyncProperty(path(outside), fc.constantFrom('http', 'mcp', 'agent'), async (place, surface) => {
      const calls: [string, unknown][] = [
        ['fs.read', { file: place }],
        ['fs.write', { file: place, content: 'x' }],
        ['fs.remove', { file: place }],
        ['fs.list', { path: place }],
        ['fs.tree', { path: place, hidden: true }],
        ['fs.search', { pattern: 'outside', path: place, hidden: true }],
        ['fs.diff', { file: 'in/a.txt', other: place }],
      ]
      for (const [operation, input] of calls) {
        // Whoever approved everything: only confinement stands in the way.
        const consent = { yes: true, confirm: [place, 'in/a.txt', 'a.txt'] }
        const envelope = await ws.invoke(operation, input, { surface: surface as 'mcp', consent })
        expect(JSON.stringify(envelope)).not.toContain(secret)
        expect(envelope.error?.code).not.toBe('unexpected')
      }
    }),
    { numRuns: 150 },
  )
  expect(contents(outside)).toEqual(before)
  expect(guarded()).toEqual(git)
}, 60_000)
