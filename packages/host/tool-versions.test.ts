import { expect, test } from 'bun:test'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Program, stopGroup } from '@nimbus/kernel'
import { createToolVersions } from './tool-versions.ts'

const program = (name: string): Program => ({
  name,
  binaries: [name],
  override: `NIMBUS_${name.toUpperCase()}`,
  version: ['--version'],
  install: 'somewhere',
  enables: 'tests',
  interrupt: () => stopGroup,
})

/** A folder with programs, and what they would say when they are asked. */
const place = async (says: Record<string, string>) => {
  const folder = await mkdtemp(join(tmpdir(), 'nimbus-versions-'))
  const asked: string[] = []
  const install = (name: string, bytes: string) => writeFile(join(folder, name), bytes, { mode: 0o755 })
  const open = () =>
    createToolVersions(
      async () => [{ name: 'test', programs: ['hammer', 'mute', 'shim', 'absent'].map(program) }],
      { PATH: folder },
      join(folder, 'cache', 'versions.json'),
      async ({ name }) => {
        asked.push(name)
        return says[name]
      },
    )
  return { asked, install, open, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) }
}

test('a program is asked once for all processes, and again when it is another file', async () => {
  const says = { hammer: '1.2.3' }
  await using here = await place(says)
  await here.install('hammer', 'old')
  expect(await here.open()(['hammer'])).toEqual({ hammer: '1.2.3' })
  expect(await here.open()(['hammer', 'hammer'])).toEqual({ hammer: '1.2.3' })
  expect(here.asked).toEqual(['hammer'])
  await here.install('hammer', 'newer')
  says.hammer = '1.10.0'
  expect(await here.open()(['hammer'])).toEqual({ hammer: '1.10.0' })
})

test('what is not here, says nothing or is of no service stays unknown, and is not asked again', async () => {
  await using here = await place({})
  await here.install('mute', 'elf')
  for (const _ of [1, 2]) expect(await here.open()(['mute', 'absent', 'nobody'])).toEqual({})
  expect(here.asked).toEqual(['mute'])
  expect(await here.open()([])).toEqual({})
})

test('a script in place of a program is of no version, and is not started', async () => {
  await using here = await place({ shim: '1.0.0' })
  await here.install('shim', '#!/bin/sh\n')
  expect(await here.open()(['shim'])).toEqual({})
  expect(here.asked).toEqual([])
})
