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
