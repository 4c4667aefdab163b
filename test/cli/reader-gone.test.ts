import { expect, test } from 'bun:test'
import { product, workspace } from '@nimbus/testkit'

test('what changes something goes on when whoever read its output has gone, and says how it ended', async () => {
  await using place = await workspace({ 'a.txt': '' })
  const script = `{ sleep 0.1; ${product().command.join(' ')} chat 'list the files here'; echo "exit $?" >&2; } | true`
  const shell = Bun.spawn(['sh', '-c', script], { cwd: place.path, env: place.env, stderr: 'pipe' })
  const said = await shell.stderr.text()
  expect(said).toContain('undo with: nimbus undo')
  expect(said).toEndWith('exit 0\n')
  const { entries } = await place.call('state.history-list', { operation: 'engine.chat' })
  expect(entries.map(({ outcome }) => outcome)).toEqual(['done'])
})

test.skipIf(process.platform !== 'linux')(
  'so does what has no room for its output, and that is a failure',
  async () => {
    await using place = await workspace({ 'a.txt': '' })
    const script = `${product().command.join(' ')} chat 'list the files here' > /dev/full; echo "exit $?" >&2`
    const shell = Bun.spawn(['sh', '-c', script], { cwd: place.path, env: place.env, stderr: 'pipe' })
    const said = await shell.stderr.text()
    expect(said.match(/ENOSPC/g)).toHaveLength(1)
    expect(said).toContain('undo with: nimbus undo')
    expect(said).toEndWith('exit 1\n')
  },
)
