import { expect, test } from 'bun:test'
import type { Operation } from '@nimbus/kernel'
import { operation, z } from '@nimbus/kernel/define'
import { workspace } from '@nimbus/testkit'

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

test('an operation that does more than it says stops its task, whatever policy allows', async () => {
  await using place = await workspace({}, { operations: [sprawling] })
  await Bun.write(
    `${place.home}/.nimbus/policy.yaml`,
    'rules:\n  - { operation: "**", decide: allow, reason: anything }\n',
  )
  const steps = [
    { id: '1', operation: 'garden.plant', input: { name: 'a.txt' } },
    { id: '2', operation: 'fs.write', input: { file: 'b.txt', content: 'x\n' }, dependsOn: ['1'] },
  ]
  const { data } = await place.invoke('nimbus.plan-save', { document: { steps } })
  const { id: plan } = data as { id: string }
  await place.invoke('nimbus.approve', { plan })
  const { error } = await place.invoke('nimbus.apply', { plan })
  expect(error).toMatchObject({
    code: 'unexpected-effect',
    exit: 3,
    message: 'step 2 waits: step 1 has created workspace:a.txt.more, which was not shown',
  })
  expect(await place.file('b.txt').exists()).toBe(false)

  const [task = ''] = /t_[a-z2-7]{20}/.exec(error?.next ?? '') ?? []
  const check = await place.invoke('engine.safety-during-check', { task })
  expect(check).toMatchObject({
    outcome: 'negative',
    data: { findings: [{ code: 'time' }, { status: 'fail' }, { code: 'calls' }] },
  })
  expect(await place.invoke('engine.task-resume', { task })).toMatchObject({ data: { verdict: 'unknown' } })
  expect(await place.file('b.txt').exists()).toBe(true)
})
