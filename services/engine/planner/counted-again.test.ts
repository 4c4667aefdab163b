import { expect, test } from 'bun:test'
import { planned } from './testing.ts'

const here = { files: ['README.md', 'vpc.tf'], git: { branch: 'main', branches: ['main'] } }

test.each([
  [
    ['show the log of vpc.tf', 'make that 12'],
    ['git.log', { paths: ['vpc.tf'], limit: 12 }],
  ],
  [
    ['last 5 commits', 'make it 10'],
    ['git.log', { limit: 10 }],
  ],
  [
    ['list runs', 'make that 50'],
    ['state.history-list', { limit: 50 }],
  ],
  [
    ['list tasks', 'rather 20'],
    ['engine.task-list', { limit: 20 }],
  ],
] as const)('%j: another figure is how many', (requests, step) =>
  expect(planned(requests, here)).toEqual([step as never]),
)
