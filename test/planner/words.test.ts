import { expect, test } from 'bun:test'
import { product } from '@nimbus/testkit'
import { readers } from '../../services/engine/planner/kinds.ts'

/** Kinds that have no reader: found by their words, taken whole, or left to people. */
const unread = new Set(['text', 'switch', 'choice', 'structure', 'call-input', 'setting'])

test('words beside operations speak of arguments that there are, in kinds that can be read', () => {
  const wrong = product()
    .catalog.list()
    .flatMap(({ id, input, words }) =>
      Object.entries(words).flatMap(([name, { kind, unless, from }]) => [
        ...(name in (input.properties ?? {}) ? [] : [`${id} has no ${name}`]),
        ...(kind === undefined || kind in readers || unread.has(kind)
          ? []
          : [`${id}: ${name} is of no known kind ${kind}`]),
        ...(unless === undefined || unless in (input.properties ?? {})
          ? []
          : [`${id}: ${name} has no other ${unless}`]),
        ...(from === undefined || product().catalog.get(from.operation) ? [] : [`${id}: ${name} comes from nowhere`]),
      ]),
    )
  expect(wrong).toEqual([])
})
