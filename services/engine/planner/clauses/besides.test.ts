import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

const surroundings = {
  files: [
    'README.md',
    'network.tf',
    'vpc.tf',
    'notes/old.md',
    'src/login.ts',
    'envs/dev/main.tf',
    'envs/staging/main.tf',
  ],
  git: { branch: 'main', branches: ['main', 'hotfix'], changed: ['src/login.ts'] },
}

test.each([
  ['start a branch called spike-9 and go there right away', ['git.branch-create', 'git.checkout']],
  ['make a branch b-7 and hop over there', ['git.branch-create', 'git.checkout']],
  ['write docs/a.md with "x", stage that and commit "A"', ['fs.write', 'git.add', 'git.commit']],
  ['which programs are installed here and which AWS account would I hit?', ['nimbus.doctor']],
  ['how do network.tf and vpc.tf differ from one another', ['fs.diff']],
  ['diff notes/old.md with README.md', ['fs.diff']],
  ['what changed in network.tf and vpc.tf', ['git.diff']],
])('%s comes to all that is said', (request, operations) => {
  const outcome = planned(request, surroundings)
  expect(Array.isArray(outcome) ? outcome.map(([operation]) => operation as string) : outcome).toEqual(operations)
})

test.each([
  ['which plans wait for approval', 'nimbus.plan-list', { status: 'waiting' }],
  [
    'plan dev with the replacement of aws_instance.web',
    'terraform.plan',
    { directory: 'envs/dev', replace: ['aws_instance.web'] },
  ],
  [
    'search the word timeout in all the files, capital or small letters does not matter',
    'fs.search',
    { pattern: 'timeout', ignoreCase: true },
  ],
])('%s keeps what narrows it', (request, operation, input) => {
  expect(planned(request, surroundings)).toEqual([[operation, input]])
})

test.each(['artifacts nobody has opened yet', 'apply the saved plan tfplan.bin in dev'])(
  '%s is asked about',
  (request) => {
    expect(Array.isArray(planned(request, surroundings))).toBe(false)
  },
)
