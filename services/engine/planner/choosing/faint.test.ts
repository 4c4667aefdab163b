import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

const files = ['README.md', 'envs/dev/main.tf', 'envs/staging/main.tf']
const here = { files, git: { branch: 'main', branches: ['main'] }, project: { name: 'shop', region: 'eu-central-1' } }

test.each([
  ['I want to know if dev has drift, please to check against the reality', 'terraform.plan'],
  ['Validate dev. Just look, change nothing.', 'terraform.validate'],
  ["whatever you do, don't apply anything. I only want the plan for staging", 'terraform.plan'],
  ['no matter what, I need the plan of dev', 'terraform.plan'],
  ['plan dev, for the record', 'terraform.plan'],
  ['new network for team checkout in Ohio. Environment: dev. Naming as per repo default.', 'generator.terraform'],
])('%s: what only sounds like another order is none', (said, operation) =>
  expect(planned(said, here)).toMatchObject([[operation, {}]]),
)

test('the very verb of an operation orders it, however short', () => {
  expect(planned('dev: fmt, validate, plan', here)).toHaveLength(3)
})

test('what is run by its name is an order, whoever does it', () => {
  expect(planned('validate dev and run the unit tests afterwards', here)).toBe('ask')
})
