import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

const files = ['envs/dev/main.tf', 'envs/staging/main.tf']

test.each(['what would change in staging?', 'could you take a look at what would change in staging?'])(
  '%s: what only looks is asked for in words of seeing as well',
  (request) => expect(planned(request, { files })).toEqual([['terraform.plan', { directory: 'envs/staging' }]]),
)
