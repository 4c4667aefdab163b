import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

const world = { files: ['README.md', 'infra/main.tf', 'src/app.ts'] }

test.each(['look for files named main.tf', 'find all files called README.md', 'find a file with the name app.ts'])(
  'a name of files is no text in them: %s',
  (request) => expect(planned(request, world)).toBe('refuse'),
)

test('a text that says so is looked for', () => {
  expect(planned('search for "files named x" in src', world)).toEqual([
    ['fs.search', { pattern: 'files named x', path: 'src' }],
  ])
})
