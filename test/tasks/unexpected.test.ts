import { expect, test } from 'bun:test'
import { type Host, openHost } from '@nimbus/host'
import { joinSources, type Operation } from '@nimbus/kernel'
import { operation, z } from '@nimbus/kernel/define'
import { product, workspace } from '@nimbus/testkit'
import { memorySource } from '@nimbus/testkit/memory-source'

/** Announces one file, and has another written as well. */
const sprawling: Operation = operation({
  id: 'garden.plant',
  summary: 'Write a file, and another one that it does not speak of',
  effect: 'create',
  input: z.object({ name: z.string() }),
  output: z.object({ name: z.string() }),
  examples: [],
  preview: async ({ name }) => ({ changes: [{ resource: `workspace:${name}`, effect: 'create' }] }),
  async run({ name }, ctx) {
    for (const file of [name, `${name}.more`]) await ctx.call('fs.write', { file, content: 'x\n' })
    return { name }
  },
})

const invoke = (host: Host, called: string, input: unknown) =>
  host.invoke({ principal: host.principal, surface: 'cli', operation: called, input })

test('an operation that does more than it says stops its task, whatever policy allows', async () => {
  await using place = await workspace()
  await Bun.write(
    `${place.home}/.nimbus/policy.yaml`,
    'rules:\n  - { operation: "**", decide: allow, reason: anything }\n',
  )
  const { catalog, services, loadServices, version } = product()
  const sources = joinSources([catalog, memorySource([sprawling])])
  const host = await openHost({
    version,
    catalog: sources,
    services,
    loadServices,
    env: place.env,
    workspace: place.path,
  })
  await using _closed = { [Symbol.asyncDispose]: () => host.close() }
  const steps = [
    { id: '1', operation: 'garden.plant', input: { name: 'a.txt' } },
    { id: '2', operation: 'fs.write', input: { file: 'b.txt', content: 'x\n' }, dependsOn: ['1'] },
  ]
  const { data } = await invoke(host, 'nimbus.plan-save', { document: { steps } })
  const { id: plan } = data as { id: string }
  await invoke(host, 'nimbus.approve', { plan })
  const { error } = await invoke(host, 'nimbus.apply', { plan })
  expect(error).toMatchObject({
    code: 'unexpected-effect',
    exit: 3,
    message: 'step 2 waits: step 1 has created workspace:a.txt.more, which was not shown',
  })
  expect(await place.file('b.txt').exists()).toBe(false)

  const [task = ''] = /t_[a-z2-7]{20}/.exec(error?.next ?? '') ?? []
  const check = await invoke(host, 'engine.safety-during-check', { task })
  expect(check).toMatchObject({ outcome: 'negative', data: { findings: [{ code: 'time' }, { status: 'fail' }] } })
  expect(await invoke(host, 'engine.task-resume', { task })).toMatchObject({ data: { verdict: 'unknown' } })
  expect(await place.file('b.txt').exists()).toBe(true)
})
