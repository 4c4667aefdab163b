import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

const here = {
  files: ['src/login.ts', 'envs/dev/main.tf'],
  git: { branch: 'main', branches: ['main', 'feature/login'] },
}

test.each([
  [
    'For finding the error I need more output, so set log.level to debug',
    'state.config-set',
    { key: 'log.level', value: 'debug' },
  ],
  [
    'How far is it with the login? List the commits that feature/login has and main does not have',
    'git.log',
    { from: 'feature/login', until: 'main' },
  ],
  [
    'search the history for production and apply, i swear somebody did that',
    'state.history-search',
    { words: ['production', 'apply'] },
  ],
  ['i need to see src/login.ts, so show it', 'fs.read', { file: 'src/login.ts' }],
  [
    'for testing I need a bucket in Paris',
    'generator.terraform',
    { name: 's3', region: 'eu-west-3', environments: ['test'], with: ['s3'] },
  ],
])('%s: what only tells why gives no argument', (request, operation, input) =>
  expect(planned(request, here)).toEqual([[operation, input]]),
)
