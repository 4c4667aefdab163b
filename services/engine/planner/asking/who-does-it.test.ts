import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

const world = { files: ['README.md', 'docs/guide.md'], llm: { agents: ['reviewer', 'writer'] } }

test.each([
  'have the architect review docs/guide.md',
  'let the tester agent do "Write tests for the login"',
  'could the reviewer have a look?',
  'get the translator to work on docs/guide.md',
  'can the smoke agent test the login',
])('%s: asks which agent, or what it is to do', (request) => expect(planned(request, world)).toBe('ask'))

test.each([
  'let the customer know that it is fixed',
  'have the server restart',
  'could the tester come to the meeting',
])('%s: is no work for an agent', (request) => expect(planned(request, world)).toBe('refuse'))

test('asks nobody where there are no agents', () => {
  expect(planned('have the architect review docs/guide.md', { files: world.files })).toBe('refuse')
})
