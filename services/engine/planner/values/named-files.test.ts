import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

const world = {
  files: ['CHANGELOG.md', 'README.md', 'requirements.txt', 'package.json', 'docs/guide.md', 'scripts/deploy.sh'],
}

test.each([
  ['show changlog', 'CHANGELOG.md'],
  ['open the readmee', 'README.md'],
  ['let me see the chagelog', 'CHANGELOG.md'],
  ['what python packages do we use? requirements.txt', 'requirements.txt'],
  ['how do we deploy? scripts/deploy.sh', 'scripts/deploy.sh'],
  ["how do I set this up? I think it's in docs/guide.md", 'docs/guide.md'],
  ['paste package.json in here', 'package.json'],
])('%s: reads the file', (said, file) => expect(planned(said, world)).toEqual([['fs.read', { file }]]))

test.each(['show guides', 'delete changlog', 'should I delete it? docs/guide.md', 'do not show it. docs/guide.md'])(
  '%s: makes no plan of a name that is only near, or of what was not asked',
  (said) => expect(planned(said, world)).toBeString(),
)

test.each([
  ['search for the regular expression ami-[0-9a-f]+', 'ami-[0-9a-f]+'],
  ['find the regex [A-Z]{3}-[0-9]{4}', '[A-Z]{3}-[0-9]{4}'],
  ['search with the regular expression arn:aws:iam::[0-9]{12}', 'arn:aws:iam::[0-9]{12}'],
])('%s: keeps an expression whole', (said, pattern) =>
  expect(planned(said, world)).toEqual([['fs.search', { pattern, regex: true }]]),
)

test.each([
  'write "x" to notes/a.md, only if there is no such file',
  'create notes/a.md with "x" but only when it isn\'t there yet',
  'write "x" to notes/a.md unless there is such a file already',
  'write "x" to notes/a.md, but don\'t touch it if it exists',
])('%s: replaces nothing', (said) =>
  expect(planned(said, world)).toEqual([['fs.write', { file: 'notes/a.md', content: 'x', expect: 'absent' }]]),
)
