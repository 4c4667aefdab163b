import { expect, test } from 'bun:test'
import { failure } from '@nimbus/testkit'
import { changedOutputs, plannedChanges } from './plan-changes.ts'
import { parsePlan } from './plan-json.ts'

/** Shortened from `terraform show -json` of Terraform 1.11.4. */
const recorded = {
  format_version: '1.2',
  terraform_version: '1.11.4',
  resource_changes: [
    {
      address: 'module.stack.aws_db_instance.main',
      mode: 'managed',
      type: 'aws_db_instance',
      name: 'main',
      change: {
        actions: ['delete', 'create'],
        before: { id: 'db-1', storage_encrypted: true, address: 'db.example' },
        after: { storage_encrypted: false },
        after_unknown: { id: true, address: true },
        before_sensitive: {},
        after_sensitive: {},
        replace_paths: [['storage_encrypted']],
      },
      action_reason: 'replace_because_cannot_update',
    },
    {
      address: 'data.aws_caller_identity.current',
      mode: 'data',
      type: 'aws_caller_identity',
      change: { actions: ['read'], before: null, after: {}, after_unknown: {} },
    },
    {
      address: 'aws_vpc.new',
      previous_address: 'aws_vpc.old',
      mode: 'managed',
      type: 'aws_vpc',
      change: { actions: ['no-op'], before: { id: 'vpc-1' }, after: { id: 'vpc-1' } },
    },
    {
      address: 'aws_vpc.gone',
      mode: 'managed',
      type: 'aws_vpc',
      change: { actions: ['delete'], before: { id: 'vpc-2' }, after: null },
      action_reason: 'delete_because_no_resource_config',
    },
  ],
  output_changes: {
    vpc_id: { actions: ['create'], before: null, after_unknown: true },
    region: { actions: ['no-op'], before: 'a', after: 'a' },
  },
}

test('reads what a plan changes, destroyed and replaced first, with the reasons', () => {
  const plan = parsePlan(JSON.stringify(recorded))
  expect(plannedChanges(plan)).toMatchObject([
    { address: 'aws_vpc.gone', action: 'delete', effect: 'delete', reason: 'no longer in the configuration' },
    {
      address: 'module.stack.aws_db_instance.main',
      id: 'db-1',
      action: 'replace',
      effect: 'delete',
      reason: 'storage_encrypted',
      attributes: [{ path: 'storage_encrypted', before: true, after: false }],
    },
    { address: 'aws_vpc.new', action: 'move', effect: 'update', previousAddress: 'aws_vpc.old' },
  ])
  expect(changedOutputs(plan)).toEqual(['vpc_id'])
})

test('says what it did not understand of a plan', async () => {
  const error = await failure((async () => parsePlan('{"resource_changes": [{}]}'))())
  expect(error).toMatchObject({ code: 'plan-unreadable', exit: 1 })
  expect(error.why).toContain('resource_changes.0')
})
