import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

const world = { files: ['docs/guide.md', 'envs/dev/main.tf'], git: { branch: 'fix', branches: ['fix', 'main'] } }
const directory = 'envs/dev'

test.each([
  'Step 1: format dev\nStep 2: validate dev',
  'Step one: format dev\nStep two: validate dev',
  'First step: format dev. Second step: validate dev.',
  'task 1: format dev; task 2: validate dev',
])('%s: what is numbered is done in that order', (request) => {
  expect(planned(request, world)).toEqual([
    ['terraform.fmt', { directory }],
    ['terraform.validate', { directory }],
  ])
})

test('reads numbers in brackets on one line', () => {
  expect(planned('1) stash what we have 2) go to main', world)).toEqual([
    ['git.stash-save', {}],
    ['git.checkout', { ref: 'main' }],
  ])
})

test('a stage that is named is no stage of its own', () => {
  const said = 'new stack\nname: lorry\nregion: Stockholm\nneeds: vpc + eks\nstage: dev'
  expect(planned(said, { files: [] })).toEqual([
    ['generator.terraform', { name: 'lorry', region: 'eu-north-1', environments: ['dev'], with: ['vpc', 'eks'] }],
  ])
})

test('leaves what a message or a note says as it is', () => {
  expect(planned("commit with the message 'Step 1: plan'", world)).toEqual([
    ['git.commit', { message: 'Step 1: plan' }],
  ])
  expect(planned('note step 1: done', world)).toEqual([['state.history-note', { summary: 'step 1: done' }]])
})

test.each(['git status and git log, in this order', 'git status, git log, one after the other'])(
  '%s: that it is in turn orders nothing',
  (request) => {
    expect(planned(request, world)).toEqual([
      ['git.status', {}],
      ['git.log', {}],
    ])
  },
)

test('a consent before an order is none of its own', () => {
  expect(planned('go ahead and show me the branches', world)).toEqual([['git.branch-list', {}]])
  expect(planned('please go ahead, git status', world)).toEqual([['git.status', {}]])
  expect(planned('go ahead', world)).not.toBeArray()
})

test.each(['For the monthly report', 'For our yearly audit'])('%s: heads all that follows', (label) =>
  expect(
    planned(`${label}: what is left of the budgets, and what did each agent cost in the last 30 days?`, world),
  ).toEqual([
    ['llm.budget', {}],
    ['llm.stats', { by: 'agent', since: '30d' }],
  ]),
)

test('numbers with a point count orders on one line', () => {
  expect(planned('1. stage a.md 2. commit "Net" 3. show status', { files: ['a.md'] })).toEqual([
    ['git.add', { paths: ['a.md'] }],
    ['git.commit', { message: 'Net' }],
    ['git.status', {}],
  ])
})
