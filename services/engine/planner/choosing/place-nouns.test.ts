import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

const world = { files: ['docs/guide.md', 'sql/users.sql', 'src/app.ts'], git: { branch: 'main', branches: ['main'] } }

test.each([
  ['grep TODO, docs folder only', ['fs.search', { pattern: 'TODO', path: 'docs' }]],
  ['find user_id in *.sql files only', ['fs.search', { pattern: 'user_id', glob: ['*.sql'] }]],
  ['where is timeout mentioned, *.yaml files only', ['fs.search', { pattern: 'timeout', glob: ['*.yaml'] }]],
  ['commits, docs folder only', ['git.log', { paths: ['docs'] }]],
  ['last 5 commits in the docs folder', ['git.log', { paths: ['docs'], limit: 5 }]],
])('%s: what a place is called limits nothing besides', (said, step) =>
  expect(planned(said, world)).toEqual([step as never]),
)
