import { expect, test } from 'bun:test'
import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { workspace } from '@nimbus/testkit'

test('--show-commands prints every program that is run, and the record has it without being asked', async () => {
  await using place = await workspace({ 'bin/kubectl': '#!/bin/sh\necho kind-dev\n' })
  const program = join(place.path, 'bin/kubectl')
  chmodSync(program, 0o755)
  const env = { NIMBUS_KUBECTL: program }
  const { stdout, stderr } = await place.cli(['doctor', '--offline', '--show-commands', '--json'], { env })
  expect(stderr).toContain('$ kubectl config current-context\n')
  const { run } = JSON.parse(stdout) as { run: string }
  const shown = await place.cli(['run', 'show', run, '--json'])
  const { data } = JSON.parse(shown.stdout) as { data: { events: { type: string; data: unknown }[] } }
  expect(data.events.filter(({ type }) => type === 'program').map((event) => event.data)).toMatchObject([
    { name: 'kubectl', argv: ['config', 'current-context'] },
    { name: 'kubectl', exitCode: 0 },
  ])
})

test('--show-commands prints the programs of the calls that a command makes, and of the steps of a plan', async () => {
  await using place = await workspace({ 'a.txt': 'one\n' })
  expect(await Bun.spawn(['git', 'init', '--quiet', place.path]).exited).toBe(0)
  const planned = await place.cli(['plan', 'show the git status', '--json'])
  const { data } = JSON.parse(planned.stdout) as { data: { plan: { id: string } } }
  const applied = await place.cli(['apply', data.plan.id, '--show-commands'])
  expect(applied.exit).toBe(0)
  expect(applied.stderr).toMatch(/^\$ .*git .*status --porcelain=v2/m)
})
