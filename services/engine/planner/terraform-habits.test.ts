import { expect, test } from 'bun:test'
import { planned } from './testing.ts'

const world = { files: ['envs/dev/main.tf', 'envs/staging/main.tf', 'envs/production/main.tf'] }
const directory = 'envs/dev'

test.each([
  'did anyone change dev in the console',
  'anything in dev that was changed behind our terraform',
  'did dev deviate from its state',
  'has the real infrastructure of dev moved away from the state',
  'compare the cloud with the state of dev',
  'out-of-band changes in dev?',
  'did anybody click around in the AWS console, i.e. is there drift in dev?',
])('%s: drift in other words', (request) => {
  expect(planned(request, world)).toEqual([['terraform.plan', { directory, drift: true }]])
})

test.each([
  'what would go away if we tore down dev? only the plan, please',
  'what would tearing dev down delete',
  'Show what the destruction of dev would remove, without destroying anything.',
  'which resources would be gone after destroying dev',
])('%s: a plan of a destruction destroys nothing', (request) => {
  expect(planned(request, world)).toEqual([['terraform.plan', { directory, destroy: true }]])
})

test.each([
  'plan dev so that aws_instance.web is replaced in any case',
  'plan dev with aws_instance.web recreated',
  'plan dev, aws_instance.web must be recreated',
])('%s: what is to be replaced', (request) => {
  expect(planned(request, world)).toEqual([['terraform.plan', { directory, replace: ['aws_instance.web'] }]])
})

test.each(['plan dev\napply that plan', '- plan dev\n- apply it', 'terraform plan for dev. apply that plan'])(
  '%s: the verb of another operation is no repetition',
  (request) => {
    expect(planned(request, world)).toMatchObject([
      ['terraform.plan', { directory }],
      ['terraform.apply', {}],
    ])
  },
)
