import { expect, test } from 'bun:test'
import { asSpoken } from './laid-out.ts'

test.each([
  ['delete the usage records\nolder than 180 days', 'delete the usage records older than 180 days'],
  ['could you check whether the\nsaved plan p_7f3a is valid', 'could you check whether the saved plan p_7f3a is valid'],
  [
    'generate the network for staging with three zones in\nfrankfurt, and put it into platform/network',
    'generate the network for staging with three zones in frankfurt, and put it into platform/network',
  ],
  ['Please do these steps in order:\n- plan dev\n- show the history', '- plan dev\n- show the history'],
  ['run `terraform plan` in envs/dev', 'terraform plan in envs/dev'],
  ['Execute a `git status`, then show the history', 'git status, then show the history'],
  ['Please run this:\n```sh\ngit status\n```', 'git status'],
  ['validate dev, after that please plan it', 'validate dev, then plan it'],
  ['Validate dev. Afterwards, plan it.', 'Validate dev. then plan it.'],
])('%j is said as %j', (request, said) => {
  expect(asSpoken(request)).toBe(said)
})

test.each([
  'git status\ngit log',
  'show the history\nlist the branches',
  'New stack\nregion: eu-west-1\nzones: 2',
  '- plan dev\n- validate dev',
  'write "one\nin two lines" to notes.txt',
  'show everything after that commit',
  'search for `terraform plan` in docs',
  'write `git status` to notes.txt',
])('%j stays as it is', (request) => {
  expect(asSpoken(request)).toBe(request)
})
