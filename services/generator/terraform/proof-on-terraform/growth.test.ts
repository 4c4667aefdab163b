import { describe, expect, test } from 'bun:test'
import { join } from 'node:path'
import { initialise, must, planOf, startAws, terraformOnAws } from '@nimbus/testkit'
import { compare, stampOf } from '../output/compare.ts'
import { stampName, stampText } from '../output/stamp.ts'
import { writeAll } from '../output/write.ts'
import { outcomeOf } from '../testing.ts'
import { folder } from './folder.ts'

const programs = terraformOnAws()
const skipped = 'absent' in programs ? ` (skipped: ${programs.absent})` : ''

const spec = (zones: number, nat: string, environments: string, buckets: string) => `name: shop
region: eu-central-1
zones: ${zones}
environments: [${environments}]
components: { vpc: { nat: ${nat} }, eks: { nodes: { min: 2, max: 5 } }, rds: true, s3: [${buckets}] }
`

/** The provider waits most of a minute until lifecycle rules have settled; nothing else here depends on them. */
const withoutLifecycle = `resource "aws_s3_bucket_lifecycle_configuration" "main" {
  for_each = {}
}

resource "aws_s3_bucket_lifecycle_configuration" "logs" {
  count = 0
}
`

/** Generates into a folder as the operation does, the stamp of the folder included. */
async function generate(directory: string, text: string) {
  const stamp = await stampOf(directory)
  const { stack, files, problems } = outcomeOf(text, { rooms: stamp?.rooms ?? {} })
  if (stack === undefined) throw new Error(JSON.stringify(problems))
  const plan = await compare(
    directory,
    [...files, { path: stampName, text: stampText(stack.name, stack.rooms, files) }],
    stamp,
  )
  if ('problems' in plan) throw new Error(JSON.stringify(plan.problems))
  await writeAll(
    directory,
    plan.files.filter(({ status }) => status !== 'identical'),
  )
  return plan
}

describe.skipIf(skipped !== '')(`an applied stack${skipped}`, () => {
  test('grows by a zone, a bucket, gateways and an environment without destroying anything', async () => {
    if ('absent' in programs) return
    const { terraform, moto } = programs
    await using aws = await startAws(moto)
    await using place = await folder()
    const root = join(place.path, 'envs', 'demo')

    await generate(place.path, spec(2, 'single', 'demo, prod', '{ name: assets }'))
    await place.write([{ path: 'modules/shop/nimbus_override.tf', text: withoutLifecycle }])
    await initialise(terraform, aws, root)
    await must(terraform, root, ['apply', '-auto-approve', '-input=false', '-no-color'])
    const state = JSON.parse(await must(terraform, root, ['show', '-json'])) as unknown
    expect(emptied(state)).toEqual({ ingress: [], egress: [] })

    const plan = await generate(
      place.path,
      spec(3, 'per-zone', 'before, demo, prod', '{ name: first }, { name: assets }'),
    )
    expect(plan.files.filter(({ status }) => status === 'edited')).toEqual([])
    const { changes } = await planOf(terraform, root)
    const destroyed = changes.filter(({ change }) => change.actions.includes('delete')).map(({ address }) => address)
    const created = changes.filter(({ change }) => change.actions.includes('create')).map(({ address }) => address)

    expect(destroyed).toEqual([])
    // The database learns of the new zone by its subnet group.
    expect(changes.find(({ address }) => address === 'module.stack.aws_db_subnet_group.main')?.change.actions).toEqual([
      'update',
    ])
    expect(created).toContain('module.stack.aws_subnet.private["eu-central-1c"]')
    expect(created).toContain('module.stack.aws_nat_gateway.main["eu-central-1b"]')
    expect(created).toContain('module.stack.aws_eks_node_group.main["eu-central-1c"]')
    expect(created).toContain('module.stack.aws_s3_bucket.main["first"]')
    // The provider waits for a database by the half minute.
  }, 480_000)
})

function emptied(state: unknown) {
  const { values } = state as {
    values: { root_module: { child_modules: { resources: { type: string; values: Record<string, unknown> }[] }[] } }
  }
  const group = values.root_module.child_modules
    .flatMap(({ resources }) => resources)
    .find(({ type }) => type === 'aws_default_security_group')
  return { ingress: group?.values.ingress, egress: group?.values.egress }
}
