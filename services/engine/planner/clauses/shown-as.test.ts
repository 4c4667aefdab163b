import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

const world = { files: ['envs/dev/main.tf', 'envs/staging/main.tf', 'README.md'] }
const outputs = [['terraform.output', { directory: 'envs/dev' }]]

test.each(['as json', 'in json', 'as a table', 'in a readable way', 'in the terminal'])(
  'how a result is shown changes no look: %s',
  (how) => expect(planned(`show the outputs of dev ${how}`, world)).toEqual(outputs),
)

test('an argument for the format hears it', () => {
  expect(planned('check envs/dev, in json', world)).toEqual([['generator.check', { path: 'envs/dev', format: 'json' }]])
})

test.each([
  'show the outputs of dev as yaml',
  'show the outputs of dev as csv',
  'show the db_password of dev in plain text',
  'show the db_password output of dev in clear text',
  'plan dev as json',
])('what no result is shown as is asked about: %s', (request) =>
  expect(['ask', 'refuse'] as unknown[]).toContain(planned(request, world)),
)

test('a look that another one is known by is not taken for it', () => {
  expect(planned('pls show status in short form', { files: [], git: { branch: 'main' } })).toEqual([['git.status', {}]])
})
