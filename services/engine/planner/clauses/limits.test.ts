import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

const world = {
  files: ['README.md', 'network.tf'],
  git: { branch: 'main', branches: ['main'], changed: ['network.tf'], staged: ['README.md'], stashes: [] },
}

test('asks where an order that writes is to write nothing', () => {
  expect(planned('scan this repo but write nothing', world)).toBe('ask')
  expect(planned("scan the repository, don't change anything", world)).toBe('ask')
})

test('asks where a thing is to stay as it is', () => {
  expect(planned('unstage README.md but keep network.tf', world)).toBe('ask')
})

test('orders nothing by several of a kind', () => {
  expect(planned('log of README.md, commits by anna', world)).toEqual([
    ['git.log', { paths: ['README.md'], author: 'anna' }],
  ])
})

test('deletes what is named whatever it is called besides', () => {
  expect(planned('delete the saved github credential', world)).toEqual([
    ['state.credentials-delete', { provider: 'github' }],
  ])
  expect(planned('throw README.md away', world)).toEqual([['fs.remove', { file: 'README.md' }]])
})

test('asks about a thing that is named with its kind to leave it out', () => {
  const records = [{ id: 'r_w7x4', operation: 'fs.write' }]
  expect(planned('history without the operation fs.write', { files: [], records })).toBe('ask')
})

test.each(['first format dev, second validate dev, but apply not!', 'format dev and validate dev, apply not'])(
  '%s: does what was ordered, and not what was turned down behind it',
  (request) =>
    expect(planned(request, { files: ['envs/dev/main.tf'] })).toEqual([
      ['terraform.fmt', { directory: 'envs/dev' }],
      ['terraform.validate', { directory: 'envs/dev' }],
    ]),
)

test('a place where the operation itself puts something is no limit', () => {
  expect(planned('put a note into the history: "raised the quota"')).toEqual([
    ['state.history-note', { summary: 'raised the quota' }],
  ])
  expect(planned('network.tf onto the stash', world)).toEqual([['git.stash-save', { paths: ['network.tf'] }]])
})

test.each([
  'a vpc in Paris which may only ever be applied to account 111122223333',
  'vpc in Paris locked to account 111122223333',
  'vpc in Paris, it must not be applied outside account 111122223333',
  'a vpc in Paris, limited to 111122223333',
])('%s: an account that alone may have it', (request) => {
  expect(planned(request)).toMatchObject([['generator.terraform', { with: ['vpc'], account: '111122223333' }]])
})

test.each([
  'vpc in Paris, must never be applied in account 111122223333',
  "a vpc in Paris that isn't locked to account 111122223333",
])('%s: asks about an account that is shut out', (request) => {
  expect(planned(request)).toBe('ask')
})
