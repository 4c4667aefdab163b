import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

const roots = ['envs/dev', 'envs/staging', 'envs/production']
const world = { files: roots.map((root) => `${root}/main.tf`) }

test.each(['plan all three environments', 'plan all 3 roots', 'plan all environments'])(
  '%s: each of them',
  (request) => {
    expect(planned(request, world)).toEqual(roots.map((directory) => ['terraform.plan', { directory }]))
  },
)

test('asks nobody to believe in fewer roots than there are', () => {
  expect(planned('plan all two environments', world)).toBeString()
})

test('makes something new for all environments there are', () => {
  const [step] = [planned('bucket in Dublin for all environments', world)].flat()
  expect(step?.[1]).toMatchObject({ environments: ['dev', 'staging', 'production'] })
})

test.each([
  ['two things: format dev, and plan staging', ['terraform.fmt', 'terraform.plan']],
  ['I have two requests: list the branches and show the settings', ['git.branch-list', 'state.config-list']],
  [
    'three things please: git status, list the branches and show the settings',
    ['git.status', 'git.branch-list', 'state.config-list'],
  ],
])('%s: only the things themselves', (request, operations) => {
  expect([planned(request, world)].flat().map(([operation]) => operation)).toEqual(operations)
})

test('how many are to be deleted is no talk', () => {
  expect(planned('delete two things: notes/old.md', world)).toBeString()
})

test('makes something new for all environments that the project knows, where none has code yet', () => {
  const project = { name: 'shop', region: 'eu-west-1', environments: ['dev', 'production'] }
  const [step] = [planned('a bucket, all environments', { files: [], project })].flat()
  expect(step?.[1]).toMatchObject({ environments: ['dev', 'production'] })
  expect(planned('a bucket, all two environments', { files: [], project })).toEqual([step] as never)
  expect(planned('a bucket, all three environments', { files: [], project })).toBe('ask')
  expect(planned('a bucket, all environments', { files: [] })).toBe('ask')
})
