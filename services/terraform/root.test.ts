import { expect, test } from 'bun:test'
import { join } from 'node:path'
import { environmentOf, fileResource, openRoot, resourceOf, shownPath } from './root.ts'

test('a data folder of the user is where terraform has it: from the root, unless it is absolute', () => {
  const opened = (folder: string) => {
    const ctx = { workspace: import.meta.dir, cache: '/c', env: { TF_DATA_DIR: folder }, direct: true }
    return openRoot({ directory: import.meta.dir }, ctx).data
  }
  expect(opened('.data')).toBe(join(import.meta.dir, '.data'))
  expect(opened('/var/tf')).toBe('/var/tf')
})

test('takes the environment from the folder under envs, else from the workspace of the state', () => {
  expect(environmentOf('/w/demo/envs/production')).toBe('production')
  expect(environmentOf('/w/environments/dev/network')).toBe('dev')
  expect(environmentOf('/w/envs/dev', 'blue')).toBe('dev')
  expect(environmentOf('/w/infra', 'staging')).toBe('staging')
  expect(environmentOf('/w/infra', 'default')).toBeUndefined()
  expect(environmentOf('/w/envs')).toBeUndefined()
})

test('names resources by the path in the workspace, and a whole root by its directory', () => {
  expect(shownPath('/w', '/w')).toBe('.')
  expect(shownPath('/elsewhere/x', '/w')).toBe('/elsewhere/x')
  const root = { directory: '/w/envs/dev', shown: 'envs/dev' }
  expect(resourceOf(root, 'aws_vpc.main')).toBe('terraform:envs/dev#aws_vpc.main')
  expect(resourceOf(root)).toBe('terraform:envs/dev#dev')
  expect(resourceOf({ directory: '/w', shown: '.' })).toBe('terraform:.#w')
})

test('tells files inside the workspace from others', () => {
  expect(fileResource('/w/a.tf', '/w')).toBe('workspace:a.tf')
  expect(fileResource('/etc/a.tf', '/w')).toBe('file:/etc/a.tf')
})
