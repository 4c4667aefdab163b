import { expect, test } from 'bun:test'
import { operationsPlanned, planned } from '../testing.ts'

const here = { files: ['src/app.ts', 'plan.json', 'envs/dev/main.tf', 'envs/staging/main.tf'] }
const applied = ['terraform.plan', 'terraform.apply']

test.each([
  ['Environment: staging\nAction: plan and apply\nRequester: K. Nowak', applied],
  ['Environment: staging. Requester: K. Nowak. Please plan and apply', applied],
  ['plan and apply. Environment: staging', applied],
  ['staging: plan and apply', applied],
  ['can you plan dev and apply?', applied],
  ['fmt and apply. dev', ['terraform.fmt', ...applied]],
] as const)('%s: a verb that stands alone is an order', (request, operations) =>
  expect(operationsPlanned(request, here)).toEqual([...operations]),
)

test.each(["plan dev, don't apply", 'dev: plan yes, apply NO', 'plan dev, but not apply'])(
  '%s: unless it is turned down',
  (request) => expect(operationsPlanned(request, here)).toEqual(['terraform.plan']),
)

test.each(['read src/app.ts and remove', 'plan dev and destroy'])('%s: a deletion names what it deletes', (request) =>
  expect(operationsPlanned(request, here)).toBe('ask'),
)

test('what only says more of an order does not take its bare verb away', () => {
  expect(
    planned('plan dev and set the variable instance_count to 4, then apply', { files: ['envs/dev/main.tf'] }),
  ).toMatchObject([
    ['terraform.plan', { directory: 'envs/dev', var: { instance_count: '4' } }],
    ['terraform.apply', {}],
  ])
})
