import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

const here = {
  files: ['README.md', 'notes/old.md', 'envs/dev/main.tf', 'envs/staging/main.tf'],
  git: { branch: 'main', branches: ['main', 'hotfix'] },
}

test.each([
  ['Nothing may be applied to staging. Show me its outputs.', ['terraform.output', { directory: 'envs/staging' }]],
  ['show me the plan for staging, but whatever you do do not apply', ['terraform.plan', { directory: 'envs/staging' }]],
  ['plan dev, under no circumstances apply it', ['terraform.plan', { directory: 'envs/dev' }]],
  ['plan dev, applying is not allowed', ['terraform.plan', { directory: 'envs/dev' }]],
  ['no one is allowed to destroy dev; plan dev', ['terraform.plan', { directory: 'envs/dev' }]],
  ['plan dev but no matter what do not commit', ['terraform.plan', { directory: 'envs/dev' }]],
] as const)('%s: does only what is not forbidden', (request, step) =>
  expect(planned(request, here)).toEqual([step as never]),
)

test.each([
  ['I destroyed dev yesterday, is anything left in its state?', ['terraform.state-list', { directory: 'envs/dev' }]],
  ['I already applied dev, show its outputs', ['terraform.output', { directory: 'envs/dev' }]],
] as const)('%s: what is over is not done again', (request, step) =>
  expect(planned(request, here)).toEqual([step as never]),
)

test.each([
  'Things we must never do:\n- delete notes/old.md',
  'Do not do these:\n- delete the branch hotfix',
  "Don'ts:\n1. delete notes/old.md\n2. destroy dev",
  'never do this:\ndelete notes/old.md',
])('%s: what is listed below what forbids it is forbidden', (request) => expect(planned(request, here)).toBeString())

test('what is listed below what orders it is ordered, whatever is forbidden beside it', () =>
  expect(planned('Do:\n- plan dev\nDo not:\n- apply dev', here)).toEqual([
    ['terraform.plan', { directory: 'envs/dev' }],
  ]))

test('what is forbidden or over orders nothing by itself', () => {
  for (const request of ['I destroyed dev', 'we applied staging', 'I deleted notes/old.md', 'nothing may be deleted'])
    expect([request, planned(request, here)]).toEqual([request, expect.any(String)])
})
