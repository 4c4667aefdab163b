import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

const world = { files: ['envs/dev/main.tf', 'envs/staging/main.tf'] }

test.each([
  'plan dev and also write the plan to dev.tfplan',
  'plan dev and save the plan in dev.tfplan',
  'make a plan of dev and store it as dev.tfplan',
  'plan dev, keep the plan in dev.tfplan please',
])('%s: the plan is also kept there', (request) => {
  expect(planned(request, world)).toEqual([['terraform.plan', { directory: 'envs/dev', out: 'dev.tfplan' }]])
})

test('what is written besides is an order of its own', () => {
  expect(planned("plan dev and write 'hello' to notes.txt", world)).toMatchObject([
    ['terraform.plan', { directory: 'envs/dev' }],
    ['fs.write', { file: 'notes.txt' }],
  ])
})
