import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

const here = { files: ['shop.yaml', 'names.yaml', 'platform/conventions.yaml'] }

test.each([
  ['bucket for dev in Paris, terraform, use platform/conventions.yaml for naming', 'platform/conventions.yaml'],
  ['bucket for dev in Paris, use platform/conventions.yaml', 'platform/conventions.yaml'],
  ['bucket for dev in Paris, use names.yaml for the naming', 'names.yaml'],
  ['bucket for dev in Paris, names.yaml as conventions', 'names.yaml'],
  ['bucket for dev in Paris, use names.yaml for naming conventions', 'names.yaml'],
])('%s: a file by its role', (request, conventions) =>
  expect(planned(request, here)).toEqual([
    ['generator.terraform', { name: 's3', region: 'eu-west-3', environments: ['dev'], with: ['s3'], conventions }],
  ]),
)

test.each([
  'generate terraform from shop.yaml and platform/conventions.yaml',
  'generate terraform from shop.yaml, use platform/conventions.yaml for naming',
])('%s: the other one is the spec', (request) =>
  expect(planned(request, here)).toEqual([
    ['generator.terraform', { spec: 'shop.yaml', conventions: 'platform/conventions.yaml' }],
  ]),
)

test('a spec that says what there is to make stays one', () =>
  expect(planned('vpc from shop.yaml for dev', here)).toEqual([
    ['generator.terraform', { spec: 'shop.yaml', environments: ['dev'], with: ['vpc'] }],
  ]))
