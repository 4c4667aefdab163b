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
