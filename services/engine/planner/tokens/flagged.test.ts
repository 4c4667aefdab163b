import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

const world = { files: ['envs/dev/main.tf', 'envs/production/main.tf'] }

test.each([
  ['get resources -e production', 'terraform.state-list', 'envs/production'],
  ['describe outputs --env dev', 'terraform.output', 'envs/dev'],
  ['plan -e dev', 'terraform.plan', 'envs/dev'],
])('%s: a flag of another program says where', (request, operation, directory) => {
  expect(planned(request, world)).toEqual([[operation, { directory }]])
})

test('destroys nothing by it', () => {
  expect(planned('destroy -e dev', world)).toBe('ask')
})
