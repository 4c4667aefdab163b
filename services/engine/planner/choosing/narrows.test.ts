import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

const files = ['README.md', 'docs/guide.md', 'envs/dev/main.tf', 'envs/staging/main.tf']
const here = { files, git: { branch: 'main', branches: ['main'] } }

test.each([
  ['list the commits, the last five', 'git.log', { limit: 5 }],
  ['show tasks, only the failed ones', 'engine.task-list', { status: 'failed' }],
  [
    'what rules exist for aws_s3_bucket, the critical ones?',
    'generator.rule-list',
    { severity: 'critical', about: 'aws_s3_bucket' },
  ],
  ['check the code in envs/dev, report as markdown', 'generator.check', { path: 'envs/dev', format: 'markdown' }],
  ['how many tasks and steps failed over the last week?', 'engine.statistics', { hours: 168 }],
  ['how many tasks succeeded and how many failed in the past 48 hours?', 'engine.statistics', { hours: 48 }],
  ['show me the log of docs, and the last 3 commits', 'git.log', { paths: ['docs'], limit: 3 }],
])('%s: says which of the same', (said, operation, input) => expect(planned(said, here)).toEqual([[operation, input]]))

test('what has an object of its own is another look', () => {
  expect(planned('list the branches and list the stashes', here)).toHaveLength(2)
  expect(planned('validate dev and validate staging', here)).toHaveLength(2)
})
