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
