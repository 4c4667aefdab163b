import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

test.each([
  ['list the models without calling any provider', 'llm.models'],
  ["list the models, but don't contact any provider", 'llm.models'],
  ['which models do we have? call no provider', 'llm.models'],
  ['show the models without going online', 'llm.models'],
  ['doctor, ask no outside systems', 'nimbus.doctor'],
  ['doctor, without asking anybody', 'nimbus.doctor'],
  ["doctor, don't reach out to anything", 'nimbus.doctor'],
])('%s: asks nobody', (said, operation) => expect(planned(said)).toEqual([[operation, { offline: true }]]))
