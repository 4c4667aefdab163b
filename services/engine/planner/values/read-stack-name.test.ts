import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

const world = { files: ['shop.yaml', 'company/naming.yaml'] }

test.each([
  'vpc in Paris with the naming from company/naming.yaml',
  'a vpc in Paris that complies with company/naming.yaml',
  'um, a vpc in Paris, obey company/naming.yaml, just flags',
])('%s: a file with rules is no name', (request) => {
  expect(planned(request, world)).toMatchObject([
    ['generator.terraform', { name: 'vpc', with: ['vpc'], conventions: 'company/naming.yaml' }],
  ])
})

test('tells a file with rules from the spec', () => {
  expect(planned('generate shop.yaml with the rules in company/naming.yaml', world)).toEqual([
    ['generator.terraform', { spec: 'shop.yaml', conventions: 'company/naming.yaml' }],
  ])
})

test.each([
  ['vpc in Paris for dev, name: tern', 'tern'],
  ['vpc in Paris for dev, stack name: reports', 'reports'],
  ['Scaffold it\n- name: tern\n- components: VPC\n- region: eu-west-3\n- envs: dev', 'tern'],
  ['we need a vpc in Paris for the billing stack, dev', 'billing'],
  ['generate the vpc of the payments stack in Paris for dev', 'payments'],
  ['generate the vpc stack in Paris for dev', 'vpc'],
  ['vpc in Paris for the same stack, dev', 'vpc'],
  ['vpc in Paris for the whole stack in dev', 'vpc'],
])('%s: the stack is called %s', (request, name) => {
  expect(planned(request)).toEqual([
    ['generator.terraform', { name, region: 'eu-west-3', environments: ['dev'], with: ['vpc'] }],
  ])
})
