import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import type { CatalogEntry, Envelope } from '@nimbus/kernel'
import { product, type TestWorkspace, workspace } from '@nimbus/testkit'
import { type ModelServer, modelServer } from '@nimbus/testkit/model-server'
import { exampleFiles, exampleInput, unreachable } from './example-fixtures.ts'
import { callers, type SurfaceCaller, token } from './surface-callers.ts'

const entries = product().catalog.list()
const programs = new Set(entries.flatMap(({ needs }) => needs.programs ?? []))
const found = (program: string) => Bun.which(program) !== null
const hasTerraform = found('terraform') || found('tofu')

/** Why the example of an operation cannot run here, or undefined. */
const obstacle = ({ id, service }: CatalogEntry): string | undefined => {
  if (unreachable[id]) return unreachable[id]
  return service === 'terraform' && !hasTerraform ? 'terraform is not installed' : undefined
}

/** A plan that was asked for is approved and applied by a person, from their own shell. */
const settled = async (envelope: Envelope, place: TestWorkspace): Promise<Envelope> => {
  const plan = envelope.error?.plan
  if (envelope.outcome !== 'approval' || !plan) return envelope
  const approved = await place.invoke('nimbus.approve', { plan })
  if (!approved.ok) return approved
  return place.invoke('nimbus.apply', { plan })
}

describe.each(Object.keys(callers) as (keyof typeof callers)[])('from %s', (surface) => {
  let place: TestWorkspace
  let caller: SurfaceCaller
  let models: ModelServer

  beforeAll(async () => {
    models = await modelServer()
    place = await workspace(exampleFiles, { env: { ...models.env, NIMBUS_TOKEN: token } })
    caller = await callers[surface](place)
  })
  afterAll(async () => {
    await caller[Symbol.asyncDispose]()
    await place[Symbol.asyncDispose]()
    await models[Symbol.asyncDispose]()
  })

  for (const entry of entries) {
    const why = obstacle(entry)
    if (why) {
      test.skip(`${entry.id} (skipped: ${why})`, () => {})
      continue
    }
    test(`${entry.id} does what its example says, or says why it is not offered`, async () => {
      const [example] = entry.examples
      const input = await exampleInput(place, entry.id, example?.input, caller.requester)
      const result = await caller.call(entry, input)
      const reason = entry.exclude[surface]
      if (reason) {
        expect(result).toEqual({ notOffered: reason })
        return
      }
      if ('notOffered' in result) throw new Error(`not offered: ${result.notOffered}`)
      const { ok, outcome, error } = await settled(result, place)
      expect(error).toBeUndefined()
      expect(ok).toBe(true)
      expect(['done', 'negative']).toContain(outcome)
    }, 120_000)
  }
})

test('the walk knows every program that an example needs', () => {
  expect([...programs].filter((program) => !['terraform', 'aws', 'git', 'rg'].includes(program))).toEqual([])
})
