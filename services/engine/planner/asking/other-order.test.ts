import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

const here = {
  files: ['README.md', 'envs/dev/main.tf', 'notes/old.md'],
  project: { name: 'shop', region: 'eu-central-1' },
  git: { branch: 'main', branches: ['main', 'hotfix'] },
}

test.each([
  'clone the grants',
  'upgrade README.md',
  'rerun the log of README.md',
  'blame the staged changes',
  'migrate the log of README.md',
  'wait for approval',
])('%s: an order with another verb is another order', (request) => expect(planned(request, here)).toBe('refuse'))

test.each([
  ['attach the best-practice report of envs/dev as markdown', 'generator.check'],
  ['lst my conversations', 'engine.chat-list'],
  ['perform a check of envs/dev', 'generator.check'],
])('%s: is what it says', (request, operation) => expect(planned(request, here)).toMatchObject([[operation, {}]]))

test.each([
  'check envs/dev and refactor it',
  'list the tasks and make coffee',
  'show the log of README.md, reboot afterwards',
  'check envs/dev and then blame it',
])('%s: a second order that nobody heard is asked about', (request) => expect(planned(request, here)).toBe('ask'))

test.each([
  'should I stage README.md?',
  'would it hurt to delete the branch hotfix',
  "let's not delete the branch hotfix",
  'no need to delete the branch hotfix',
  'explain how to delete the branch hotfix',
  'next time we will delete the branch hotfix',
  "don't remove notes/old.md and delete the branch hotfix",
  'never stage README.md and commit it with message "x"',
])('%s: has nothing done', (request) => expect(['ask', 'refuse']).toContain(planned(request, here) as string))

test('what is turned down with a pause behind it leaves the next order as it is', () => {
  expect(planned("don't stage README.md, show the log of it", here)).toEqual([['git.log', { paths: ['README.md'] }]])
})
