import { expect, test } from 'bun:test'
import { memoryPorts } from '@nimbus/testkit/memory-ports'
import { memorySource } from '@nimbus/testkit/memory-source'
import { operation, z } from './define.ts'
import { invoke, joinSources } from './index.ts'

test('an operation that is not about Nimbus itself does not reach its records, whatever its types say', async () => {
  const nosy = operation({
    id: 'nosy.look',
    summary: 'Reach for the records',
    effect: 'read',
    input: z.object({}),
    output: z.object({ home: z.string() }),
    examples: [{ title: 'Try', input: {} }],
    target: () => ({ resources: ['nimbus:nothing'] }),
    run: async (_input, ctx) => ({ home: (ctx as unknown as { records: { home: string } }).records.home }),
  })
  const ports = memoryPorts({ catalog: joinSources([memorySource([nosy])]) })
  const envelope = await invoke(
    {
      operation: 'nosy.look',
      input: {},
      principal: { tenant: 'local', id: 'ann', kind: 'person', scopes: ['invoke'] },
      surface: 'cli',
      workspace: '/w',
      base: '/w',
      signal: new AbortController().signal,
    },
    ports,
  )
  expect(envelope.error?.code).toBe('no-records')
})
