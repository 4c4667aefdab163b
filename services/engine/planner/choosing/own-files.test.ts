import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

const files = ['README.md', 'docs/guide.md', 'plan.json', 'next-plan.json', 'shop.yaml', 'config.yaml']
const here = { files, git: { branch: 'main', branches: ['main'] } }

test.each([
  ['how does next-plan.json differ from plan.json?', { before: 'plan.json', after: 'next-plan.json' }],
  [
    "what's the difference between plan.json and next-plan.json, step by step?",
    { before: 'plan.json', after: 'next-plan.json' },
  ],
  ['compare plan.json with next-plan.json', { before: 'plan.json', after: 'next-plan.json' }],
])('%s: plans differ as plans', (said, input) => expect(planned(said, here)).toEqual([['nimbus.plan-diff', input]]))

test.each([
  ['how do README.md and docs/guide.md differ', { file: 'README.md', other: 'docs/guide.md' }],
  ['diff shop.yaml and config.yaml', { file: 'shop.yaml', other: 'config.yaml' }],
])('%s: other files differ line by line', (said, input) => expect(planned(said, here)).toEqual([['fs.diff', input]]))

test('what puts back a thing of its own puts back no file', () => {
  const request = 'put project.yaml back to what it was before r_abcdefghijklmnopqrst'
  expect(planned(request, { files: ['README.md', 'project.yaml'] })).toEqual([
    ['engine.project-restore', { run: 'r_abcdefghijklmnopqrst' }],
  ])
  expect(planned('restore config.yaml from run r_k3m7p2q5abcdefghij22', here)).toMatchObject([['fs.restore', {}]])
})
