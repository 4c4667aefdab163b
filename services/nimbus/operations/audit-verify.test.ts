import { Database } from 'bun:sqlite'
import { expect, test } from 'bun:test'
import { join } from 'node:path'
import { workspace } from '@nimbus/testkit'

test('the audit lists who did what, newest first, refusals as well', async () => {
  await using place = await workspace({ 'a.txt': 'one' })
  await place.invoke('fs.write', { file: 'a.txt', content: 'two' }, { consent: { yes: false, confirm: [] } })
  await place.invoke('fs.write', { file: 'a.txt', content: 'two' })
  const { entries } = await place.call('nimbus.audit-list', { limit: 10 })
  expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, i) => entries.length - i))
  expect(entries.every(({ principal }) => principal === 'tester')).toBe(true)
  expect(entries.map(({ action }) => action)).toContain('run.refused')
  expect(await place.call('nimbus.audit-verify', {})).toMatchObject({ intact: true, entries: entries.length })
  expect((await place.call('nimbus.audit-list', { limit: 1 })).entries).toHaveLength(1)
})

test('an audit that was changed is not whole, and exits 6', async () => {
  await using place = await workspace({ 'a.txt': 'one' })
  await place.cli(['fs', 'write', 'a.txt', 'two', '--yes'])
  expect((await place.cli(['audit', 'verify'])).exit).toBe(0)
  const database = new Database(join(place.home, '.nimbus/nimbus.db'))
  database.run("UPDATE audit SET principal = 'somebody else' WHERE seq = 1")
  database.close()
  const { exit, stdout } = await place.cli(['audit', 'verify'])
  expect(exit).toBe(6)
  expect(stdout).toContain('✗ the audit was changed at entry 1')
  expect((await place.cli(['doctor', '--offline'])).stdout).toContain('nimbus audit verify')
})
