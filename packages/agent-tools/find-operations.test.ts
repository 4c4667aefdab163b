import { expect, test } from 'bun:test'
import { joinSources } from '@nimbus/kernel'
import { memorySource } from '@nimbus/testkit/memory-source'
import { sampleOperations } from '@nimbus/testkit/sample-operations'
import { describeOperation } from './describe-operation.ts'
import { findOperations } from './find-operations.ts'

const entries = joinSources([memorySource(sampleOperations(new Map()))]).list()

test('what an operation is called counts more than what it says of itself', () => {
  const [first] = findOperations(entries, 'put something on the shelf', 3)
  expect(first).toMatchObject({ operation: 'shelf.put', tool: 'shelf_put' })
})

test('words that nobody speaks of find nothing', () => {
  expect(findOperations(entries, 'quantum chromodynamics', 3)).toEqual([])
})

test('a description holds what a model needs for a call, and no marks of Nimbus', () => {
  const entry = entries.find(({ id }) => id === 'shelf.put')
  if (!entry) throw new Error('the sample has a shelf')
  const described = describeOperation(entry)
  expect(described).toMatchObject({ operation: 'shelf.put', effect: 'update' })
  expect(described.input).toMatchObject({ type: 'object' })
  expect(JSON.stringify(described)).not.toContain('x-nimbus-')
})
