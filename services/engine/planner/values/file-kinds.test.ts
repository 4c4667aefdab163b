import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

const world = { files: ['README.md', 'docs/guide.md', 'src/app.ts', 'ci/build.yml', 'envs/dev/main.tf'] }

test.each([
  ['look for "todo" in all markdown files', { pattern: 'todo', glob: ['*.md'] }],
  ['search the ts files for login', { pattern: 'login', glob: ['*.ts'] }],
  ['where is vpc_id used in our tf files', { pattern: 'vpc_id', glob: ['*.tf'] }],
  ['which yaml files mention port', { pattern: 'port', glob: ['*.yml'] }],
  ['are there any .ts files with "password" in them?', { pattern: 'password', glob: ['*.ts'] }],
  ['find cidr in the .tf files under envs', { pattern: 'cidr', path: 'envs', glob: ['*.tf'] }],
  ['regex search timeout_[0-9]+ in the ts files', { pattern: 'timeout_[0-9]+', regex: true, glob: ['*.ts'] }],
])('%s: looks into files of that kind', (said, input) => expect(planned(said, world)).toEqual([['fs.search', input]]))

test.each(['show me the tf files of dev', 'list the markdown files in docs', 'open the yaml files of dev'])(
  '%s: looks for nothing',
  (said) => expect(planned(said, world)).toBeString(),
)
