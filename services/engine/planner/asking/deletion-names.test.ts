import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

const git = { branch: 'main', branches: ['main', 'reporter'] }

test('a name that a branch and a tool share is no object of a deletion', () => {
  expect(planned('delete the branch reporter', { files: [], git })).toEqual([
    ['git.branch-delete', { name: 'reporter' }],
  ])
  expect(planned('delete reporter', { files: [], git, llm: { tools: ['reporter'] } })).toBe('ask')
})
