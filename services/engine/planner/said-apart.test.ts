import { expect, test } from 'bun:test'
import { planned } from './testing.ts'

const files = ['README.md', 'docs/guide.md', 'notes/old.md', 'src/login.ts', 'src/app.ts']
const here = { files, git: { branch: 'main', branches: ['main', 'hotfix'] } }

test('paths of one order do not narrow the next, unless it points at them', () => {
  expect(planned('read src/login.ts and after that show me the last 3 commits', here)).toEqual([
    ['fs.read', { file: 'src/login.ts' }],
    ['git.log', { limit: 3 }],
  ])
})

test('alternatives are looked for as one expression', () => {
  expect(planned('find TODO|FIXME in src', here)).toEqual([
    ['fs.search', { pattern: 'TODO|FIXME', path: 'src', regex: true }],
  ])
})

test('a mistyped region is the one that is near, and another number is another region', () => {
  expect(planned('terraform for a vpc in eu-westt-1', here)).toEqual([
    ['generator.terraform', { region: 'eu-west-1', name: 'vpc', with: ['vpc'] }],
  ])
  expect(planned('terraform for a vpc in us-east-9', here)).toBe('ask')
})

test('what is joined to a value, left out or named in its place is asked about', () => {
  for (const request of [
    'find login and logout in src',
    'search for password in src but not in tests',
    'read docs/guide.md but only the part about login',
    'switch to main instead of hotfix',
    'show README.md, and also docs, and grep TODO in src',
    'commits on hotfix since monday',
    'create branch from hotfix',
    'a vpc in frankfurt, but cheaper',
    'stage src/app.ts only if the tests pass',
  ])
    expect([request, planned(request, here)]).toEqual([request, 'ask'])
})

test('a verb that nothing here knows is no other order', () => {
  expect(planned('amend the last commit with message "Fix login"', here)).toBeString()
})

test('a verb that sometimes deletes does so with one exact path, and asks otherwise', () => {
  for (const request of ['throw away notes/old.md', 'delete the note notes/old.md'])
    expect(planned(request, here)).toEqual([['fs.remove', { file: 'notes/old.md' }]])
  for (const request of [
    'throw away my changes',
    'get rid of the notes',
    'get rid of notes/old.md',
    'clean up notes/old.md',
    'reset notes/old.md',
    'throw away notes/old.md unless Anna needs it',
  ])
    expect(planned(request, here)).toBe('ask')
})

test('the same verb once more orders the same once more', () => {
  const both = [
    ['fs.write', { file: 'a.md', content: 'one' }],
    ['fs.write', { file: 'b.md', content: 'two' }],
  ]
  for (const request of [
    "write 'one' to a.md, then write 'two' to b.md",
    'write "one" to a.md. Write "two" to b.md.',
    'create a.md with content "one" and create b.md with content "two"',
  ])
    expect(planned(request, here)).toEqual(both)
  expect(planned("write 'one' to a.md, then write it to b.md", here)).toBe('ask')
})
