import { expect, test } from 'bun:test'
import { withoutCourtesies } from './courtesies.ts'

const same: readonly (readonly [string, string])[] = [
  ['Hi team, could you please list the branches?', 'list the branches'],
  ['@nimbus plan dev', 'plan dev'],
  ['hey nimbus, help me delete branch add-vpc', 'delete branch add-vpc'],
  ['[URGENT] apply dev asap!', 'apply dev'],
  ['if you have time, show me the history for me', 'show me the history'],
  ['I want you to run git status and tell me when it is done', 'run git status'],
  ['- ls -a', 'ls -a'],
  ['apply dev, ok?', 'apply dev'],
  ['what failed today? Thanks!', 'what failed today?'],
  ['Validate **envs/dev**. Kind regards, Bob', 'Validate envs/dev'],
]

test.each(same)('%s comes to: %s', (said, wanted) => {
  expect(withoutCourtesies(said)).toBe(wanted)
})

test.each([
  'help me',
  'TODO: delete notes/old.md',
  'is my configuration ok?',
  'saved plans, 5 please',
  '1) stash what we have 2) go to main',
  'thanks',
  'do not apply dev',
  "let's not destroy dev",
  'would you tell me whether dev has drifted?',
  'list **/*.tf',
  '- git status\n- git log',
  'commit everything with the message "please review, thanks"',
  'use this tool in this project',
])('%s stays as it is', (said) => {
  expect(withoutCourtesies(said)).toBe(said)
})
