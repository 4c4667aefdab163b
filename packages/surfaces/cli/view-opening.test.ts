import { expect, test } from 'bun:test'
import { joinSources } from '@nimbus/kernel'
import { memorySource } from '@nimbus/testkit/memory-source'
import { sampleOperations } from '@nimbus/testkit/sample-operations'
import { viewKind } from './view-opening.ts'

const entry = joinSources([memorySource(sampleOperations(new Map()))]).get('shelf.get')
if (!entry) throw new Error('the sample has a shelf')

/** The command with a view for whoever names nothing. Tests have no terminal, so that only lines are left. */
const opens = (rest: readonly string[], leading: readonly string[] = [], lines = true) =>
  viewKind(
    {
      entry: { ...entry, positional: ['name'], view: { without: 'name', ...(lines ? { lines: true } : {}) } },
      rest,
      leading,
    },
    {},
  )

test('a view opens while what it asks for is not given, by position or by flag', () => {
  expect(opens([])).toBe('lines')
  expect(opens(['a'])).toBeUndefined()
  expect(opens(['--name', 'a'])).toBeUndefined()
})

test('whoever asks for one result gets one', () => {
  for (const flag of ['--json', '--quiet', '--dry-run', '--help']) {
    expect(opens([flag])).toBeUndefined()
    expect(opens([], [flag])).toBeUndefined()
  }
})

test('without a terminal a view opens only where it takes lines', () => {
  expect(opens([], [], false)).toBeUndefined()
})

test('an operation without a view never opens one', () => {
  expect(viewKind({ entry, rest: [], leading: [] }, {})).toBeUndefined()
})
