import { expect, test } from 'bun:test'
import { planConversation } from '../plan-conversation.ts'
import { planned, vocabulary } from '../testing.ts'

const world = { files: ['envs/dev/main.tf', 'envs/staging/main.tf', 'notes/a.md', 'notes/b.md'] }

test.each([
  ['apply', /Which directory for terraform\.apply/],
  ['apply our terraform please', /Which directory for terraform\.apply/],
  ['shall we apply?', /Which directory for terraform\.apply/],
  ['what about a VPC in Japan for the analytics guys?', /Which region .*ap-northeast-1/],
  ['delete everything', /deleted or destroyed/],
  ['rm notes/*', /deleted or destroyed/],
])('%s: asks for what is missing', (request, question) =>
  expect(planConversation([request], world, vocabulary)).toMatchObject({
    kind: 'ask',
    question: expect.stringMatching(question),
  }),
)

test.each([
  'generate the Terraform for an AKS cluster on Azure in West Europe',
  'when is it ok to force-unlock a state?',
  'tag this commit as v1.4.0',
])('%s: nothing that is missing would make a plan of it', (request) => expect(planned(request, world)).toBe('refuse'))

test('what is to be deleted is one thing by its name, and so is the answer to the question', () => {
  expect(planned(['delete one of my notes', 'notes/a.md'], world)).toEqual([['fs.remove', { file: 'notes/a.md' }]])
  expect(planned(['delete one of my notes', 'the old one'], world)).toBe('ask')
})

test.each(['print the state of dev in clear text', 'give me a clean tree of docs'])(
  '%s: what tells how something is deletes nothing',
  (request) => expect(JSON.stringify(planConversation([request], world, vocabulary))).not.toContain('destroyed'),
)
