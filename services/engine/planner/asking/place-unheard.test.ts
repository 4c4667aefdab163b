import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

const world = { files: ['envs/dev/main.tf', 'envs/staging/main.tf', 'src/app.ts'] }

test('a folder around code is where code is checked', () => {
  expect(planned('check the code in envs for problems, as sarif', world)).toEqual([
    ['generator.check', { path: 'envs', format: 'sarif' }],
  ])
  expect(planned('check envs/dev in envs', world)).toEqual([['generator.check', { path: 'envs/dev' }]])
})

test('what is to be done in a folder is not done everywhere', () => {
  expect(planned('in the envs folder, format everything', world)).toBe('ask')
})

test('whether code is laid out well is nothing to look for in it', () => {
  expect(planned('is the code in envs/dev formatted', world)).toEqual([
    ['terraform.fmt', { directory: 'envs/dev', check: true }],
  ])
})

test('of two folders none is left out', () => {
  const both = { files: [...world.files, 'modules/network/main.tf'] }
  expect(planned('check the code in envs and modules', both)).toEqual([
    ['generator.check', { path: 'envs' }],
    ['generator.check', { path: 'modules' }],
  ])
})
