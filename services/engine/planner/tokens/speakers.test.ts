import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

const here = {
  files: ['README.md', 'src/app.ts', 'envs/dev/main.tf'],
  git: { branch: 'hotfix', branches: ['main', 'hotfix'], changed: ['src/app.ts'] },
}

test.each([
  [
    'Ola: first stash what we have\nBen: then go to main\nCem: and show the last 3 commits there',
    [
      ['git.stash-save', {}],
      ['git.checkout', { ref: 'main' }],
      ['git.log', { limit: 3 }],
    ],
  ],
  [
    'Kim: plan dev\nLee: and read README.md too',
    [
      ['terraform.plan', { directory: 'envs/dev' }],
      ['fs.read', { file: 'README.md' }],
    ],
  ],
] as const)('%s: every speaker is heard', (request, steps) => expect(planned(request, here)).toEqual(steps as never))
