import { type Host, openHost } from '@nimbus/host'
import { type Envelope, joinSources } from '@nimbus/kernel'
import { operation, z } from '@nimbus/kernel/define'
import { memorySource } from '@nimbus/testkit/memory-source'
import { sampleOperations } from '@nimbus/testkit/sample-operations'
import { builtIn, services } from '../../apps/nimbus/catalog.ts'
import { loadServices } from '../../apps/nimbus/open.ts'
import { sampleServices } from './open-sample-host.ts'

/** A call that policy decides on. */
export interface Asked {
  operation: string
  input: { name: string; value?: string }
}

/** Five hundred of them. Names are used once, so that no call changes what the next one would do. */
export const calls: readonly Asked[] = Array.from({ length: 500 }, (_, n) => {
  const id = ['shelf.put', 'shelf.remove', 'shelf.get'][n % 3] ?? ''
  const start = ['open', 'hidden'][Math.floor(n / 3) % 2]
  const mark = ['', '-asked', '-planned', '-closed', '-sealed', '-asked-planned', '-planned-closed'][n % 7]
  const input = { name: `${start}${mark}-${n}` }
  return { operation: id, input: id === 'shelf.put' ? { ...input, value: 'x' } : input }
})

/** An operation that hands on what a model asks for, as a conversation does. */
const relay = operation({
  id: 'relay.turn',
  summary: 'Make the calls of a model',
  effect: 'delete',
  input: z.object({ calls: z.array(z.object({ operation: z.string(), input: z.unknown() })) }),
  output: z.object({ envelopes: z.array(z.unknown()) }),
  examples: [],
  preview: async () => ({ changes: [] }),
  async run({ calls: asked }, ctx) {
    const envelopes: Envelope[] = []
    // A session each: this is about policy, and not about what reading others' text does.
    for (const [n, call] of asked.entries()) envelopes.push(await ctx.delegate(call, { session: `turn-${n}` }))
    return { envelopes }
  },
})

/** A real host with the sample operations and the relay, and everything that is called for on the shelf. */
export const openDecisions = (workspace: string, env: Readonly<Record<string, string | undefined>>): Promise<Host> => {
  const shelf = new Map(calls.map(({ input: { name } }) => [name, '1']))
  return openHost({
    version: '0.0.0-test',
    catalog: joinSources([builtIn, memorySource([...sampleOperations(shelf), relay], 'samples')]),
    services: [...services, ...sampleServices, { name: 'relay', port: 3903, summary: 'Turns', programs: [] }],
    loadServices,
    env,
    workspace,
  })
}
