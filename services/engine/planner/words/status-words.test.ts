import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

test.each([
  ['is there any task that got cut off?', 'engine.task-list', { status: 'interrupted' }],
  ['did any task get stuck halfway', 'engine.task-list', { status: 'interrupted' }],
  ['tasks under way', 'engine.task-list', { status: 'running' }],
  ['what plans sit there that nobody has approved yet?', 'nimbus.plan-list', { status: 'waiting' }],
  ['anything sitting there unapproved?', 'nimbus.plan-list', { status: 'waiting' }],
  ['whose calls were turned away since yesterday', 'state.history-list', { outcome: 'denied', since: '1d' }],
  ['which attempts ended denied in the last 3d', 'state.history-list', { outcome: 'denied', since: '3d' }],
] as const)('%s', (request, operation, input) => expect(planned(request)).toEqual([[operation, input]]))

test.each(['is the formatting of envs/dev ok?', 'is envs/dev formatted?'])('%s: layout is no validity', (request) => {
  expect(planned(request, { files: ['envs/dev/main.tf'] })).toEqual([
    ['terraform.fmt', { directory: 'envs/dev', check: true }],
  ])
})
