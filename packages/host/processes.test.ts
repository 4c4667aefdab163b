import { expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { invoke, joinSources, type Ports, stopGroup } from '@nimbus/kernel'
import { operation, z } from '@nimbus/kernel/define'
import { workspace } from '@nimbus/testkit'
import { memorySource } from '@nimbus/testkit/memory-source'
import { homeOf } from './home.ts'

const sh = {
  name: 'sh',
  binaries: ['sh'],
  override: 'NIMBUS_SH',
  version: ['--version'],
  install: 'it is part of every POSIX system',
  enables: 'tests',
  interrupt: () => stopGroup,
}
const name = z.object({ name: z.string() })
const target = (input: { name: string }) => ({ resources: [`process:${input.name}`] })

const operations = [
  operation({
    id: 'demo.up',
    summary: 'Start a process',
    effect: 'create',
    input: name,
    output: z.object({ pid: z.number() }),
    examples: [{ title: 'Start web', input: { name: 'web' } }],
    target,
    async run(input, ctx) {
      const { pid = 0 } = await ctx.processes.start(sh, ['-c', 'echo up; exec sleep 300'], {
        name: input.name,
        ready: { line: /up/ },
      })
      return { pid }
    },
  }),
  operation({
    id: 'demo.down',
    summary: 'Stop a process',
    effect: 'delete',
    input: name,
    output: z.object({ stopped: z.boolean() }),
    examples: [{ title: 'Stop web', input: { name: 'web' } }],
    target,
    run: async (input, ctx) => ({ stopped: await ctx.processes.stop(input.name) }),
  }),
]

test('an operation starts a process that goes on after its run, and another operation stops it', async () => {
  await using place = await workspace()
  const host = await place.host()
  const ports: Ports = { ...host.ports, catalog: joinSources([memorySource(operations)]) }
  const call = (id: string, tenant = host.principal.tenant) =>
    invoke(
      {
        operation: id,
        input: { name: 'web' },
        principal: { ...host.principal, tenant },
        surface: 'cli',
        workspace: place.path,
        base: place.path,
        signal: new AbortController().signal,
        consent: { yes: true, confirm: ['process:web'] },
      },
      ports,
    )

  const up = await call('demo.up')
  expect(up.error).toBeUndefined()
  const [resource] = await host.ports.resources(host.principal.tenant).list('process')
  expect(resource).toMatchObject({ uri: 'process:demo/web', owner: up.run, state: 'running' })
  const own = host.ports.processes(
    'demo',
    host.principal.tenant,
    { id: up.run, emit: () => undefined },
    new AbortController().signal,
  )
  const { log = '', pid } = (await own.get('web')) ?? {}
  expect(up.data).toEqual({ pid })
  expect(dirname(log)).toBe(homeOf(place.env).processes)
  expect(readFileSync(log, 'utf8')).toBe('up\n')

  const programs = (await host.ports.journal.events(up.run, 0, 100)).filter(({ type }) => type === 'program')
  expect(programs.map(({ data }) => data)).toEqual([{ name: 'sh', argv: ['-c', 'echo up; exec sleep 300'] }])
  expect(await call('demo.down', 'other')).toMatchObject({ ok: true, data: { stopped: false } })
  expect(await call('demo.down')).toMatchObject({ ok: true, data: { stopped: true } })
  expect(await host.ports.resources(host.principal.tenant).list('process')).toEqual([])
})

test('leases and schedules are offered to whoever has the ports', async () => {
  await using place = await workspace()
  const { leases, schedules } = (await place.host()).ports
  const lease = await leases.acquire('canary', 'ana', 60_000)
  expect(lease).toMatchObject({ name: 'canary', owner: 'ana', token: 1 })
  expect(await leases.acquire('canary', 'ben', 60_000)).toBeUndefined()

  const due = { id: 'nightly', call: { operation: 'fs.list', input: {} }, dueAt: '2026-01-01T00:00:00.000Z' }
  await schedules.put(due)
  expect(await schedules.due('2026-01-02T00:00:00.000Z', 10)).toEqual([due])
})
