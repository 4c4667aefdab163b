import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

const world = {
  files: ['README.md', 'shop.yaml', 'notes/today.md', 'src/login.ts', 'envs/dev/main.tf', 'envs/staging/main.tf'],
  git: { branch: 'main', branches: ['main', 'hotfix'] },
  project: { region: 'eu-central-1' },
}

test.each([
  ['in the notes folder, which files mention VPN?', 'fs.search', { pattern: 'VPN', path: 'notes' }],
  ['for dev, show the state', 'terraform.show', { directory: 'envs/dev' }],
  ['on hotfix, show the last 3 commits', 'git.log', { from: 'hotfix', limit: 3 }],
  ['from main, create a branch called fix-dns', 'git.branch-create', { name: 'fix-dns', at: 'main' }],
  ['take README.md and read it', 'fs.read', { file: 'README.md' }],
])('%s: what is said ahead goes with the order', (request, operation, input) => {
  expect(planned(request, world)).toEqual([[operation, input]])
})

test('takes the file that an order is to work on', () => {
  const [step] = [planned('use the spec in shop.yaml and put the generated Terraform into deploy/aws', world)].flat()
  expect(step).toEqual(['generator.terraform', { spec: 'shop.yaml', out: 'deploy/aws' }])
})

test('asks about what is taken and is no file', () => {
  expect(planned('use hotfix and plan dev', world)).toBe('ask')
})
