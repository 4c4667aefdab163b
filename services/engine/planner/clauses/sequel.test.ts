import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

const here = {
  files: ['README.md', 'notes/old.md', 'src/app.ts', 'plan.json', 'envs/dev/main.tf', 'envs/staging/main.tf'],
}
const operations = (request: string) => {
  const steps = planned(request, here)
  return typeof steps === 'string' ? steps : steps.map(([operation]) => operation)
}

test.each([
  [
    'plan and apply dev, and once that is through read me the outputs',
    ['terraform.plan', 'terraform.apply', 'terraform.output'],
  ],
  [
    'apply dev and as soon as it went through show its outputs',
    ['terraform.plan', 'terraform.apply', 'terraform.output'],
  ],
  [
    "create branch fix, when that is done stage src/app.ts, and after that is over commit as 'x'",
    ['git.branch-create', 'git.add', 'git.commit'],
  ],
  ['validate plan.json, and if it is good you save it like a plan', ['nimbus.plan-validate', 'nimbus.plan-save']],
] as const)('%s: each in its turn', (request, steps) => expect(operations(request)).toEqual([...steps]))

test('what a deletion waits for is a condition of it', () => {
  expect(operations('apply dev, once that works destroy staging')).toBe('ask')
  expect(operations('plan dev, and if it looks good apply it')).toBe('ask')
  expect(operations('apply dev and when it is through remove notes/old.md')).toBe('ask')
})
