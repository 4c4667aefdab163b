import { expect, test } from 'bun:test'
import { planned } from './testing.ts'

test.each([
  [
    'write "x" to a.md and commit as "Add a"',
    [
      ['fs.write', { file: 'a.md', content: 'x' }],
      ['git.add', { paths: ['a.md'] }],
      ['git.commit', { message: 'Add a' }],
    ],
  ],
  [
    'write "x" to a.md, commit everything as "A"',
    [
      ['fs.write', { file: 'a.md', content: 'x' }],
      ['git.add', { all: true }],
      ['git.commit', { message: 'A' }],
    ],
  ],
  ['commit everything as "A"', [['git.commit', { message: 'A', all: true }]]],
])('%s: what was only just made is part of a commit', (request, steps) =>
  expect(planned(request)).toEqual(steps as never),
)

test('what is generated is part of a commit', () => {
  expect(planned('create the terraform for a bucket in Paris for dev, commit it with message "Add bucket"')).toEqual([
    ['generator.terraform', expect.anything()],
    ['git.add', { paths: ['infra'] }],
    ['git.commit', { message: 'Add bucket' }],
  ])
})

const world = { files: ['envs/dev/main.tf', 'envs/staging/main.tf', 'README.md', 'docs/guide.md'] }
const both = (operation: string) => ['dev', 'staging'].map((name) => [operation, { directory: `envs/${name}` }])

test.each([
  ['init, validate and plan dev and staging', ['terraform.init', 'terraform.validate', 'terraform.plan']],
  ['init dev and staging, then plan them', ['terraform.init', 'terraform.plan']],
])('%s: all that was named', (request, operations) =>
  expect(planned(request, world)).toEqual(operations.flatMap(both) as never),
)

test('one thing that is pointed at is the last', () => {
  expect(planned('init dev and staging, then plan it', world)).toEqual([
    ...both('terraform.init'),
    ['terraform.plan', { directory: 'envs/staging' }],
  ] as never)
})

test('two that are compared are one each', () => {
  expect(planned('read README.md and docs/guide.md and compare them', world)).toEqual([
    ['fs.read', { file: 'README.md' }],
    ['fs.read', { file: 'docs/guide.md' }],
    ['fs.diff', { file: 'README.md', other: 'docs/guide.md' }],
  ])
})
