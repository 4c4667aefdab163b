import { expect, test } from 'bun:test'
import { planned } from './testing.ts'

const surroundings = {
  files: ['README.md', 'llm.yaml', 'my-agent.yaml', 'envs/dev/main.tf', 'envs/staging/main.tf'],
  git: { branch: 'main', branches: ['main', 'hotfix'], tags: ['v2.3'] },
  llm: { tools: ['my-agent'], agents: ['reviewer'] },
}

test.each([
  [
    'For the controlling I need how much did we spend per model in the last 90 days',
    ['llm.stats', { by: 'model', since: '90d' }],
  ],
  ['let me look around at commit 77ab3f0, detached is fine', ['git.checkout', { ref: '77ab3f0', detach: true }]],
  [
    'BUG-1207 Outage after deploy\nCause: commit 5be1f00\nAction: revert that commit',
    ['git.revert', { commit: '5be1f00' }],
  ],
  // What of it was planned by rules alone was no order of its own.
  ['what do you know about this project, and where did you get it from?', ['engine.context', {}]],
] as const)('%s: nearly everybody means one thing by it', (request, step) => {
  expect(planned(request, surroundings)).toEqual([step] as never)
})

test.each([
  ["don't plan dev, the outage is over", 'it is turned down'],
  ['clear the index of README.md', 'it could mean a deletion'],
  ['the high ones scare me, check envs/dev', 'a value is there for something'],
  ['stop t_c4d5, then show me what happened', 'there is one more order'],
  ['save my work', 'two things could be meant'],
  ['how would the terraform for a vpc in Milan look? please write no files', 'it is limited'],
  ['a dual-stack vpc with IPv6 in Milan for dev', 'it is to be in a way that no argument takes'],
  ['echo "done" >> notes.md', 'a shell would do more'],
  ['mark this checkout as trusted', 'only persons may'],
])('%s: makes no plan, for %s', (request) => {
  expect(Array.isArray(planned(request, surroundings))).toBe(false)
})
