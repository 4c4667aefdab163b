import { expect, test } from 'bun:test'
import { operationsPlanned } from '../testing.ts'

test.each(["anything I haven't committed yet?", 'what is not committed yet'])(
  'what was not done is no look at what was: %s',
  (request) => {
    expect(operationsPlanned(request, { files: [], git: { branch: 'main', branches: ['main'] } })).toEqual([
      'git.status',
    ])
  },
)
