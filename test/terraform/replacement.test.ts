import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { type AwsEmulator, type TestWorkspace, workspace } from '@nimbus/testkit'
import { absent, type Envelope, envelopeOf, planned, startSurroundings } from './surroundings.ts'

const directory = 'demo/envs/dev'
const database = 'module.stack.aws_db_instance.main'
const minutes = 60_000

const spec = `name: shop
region: eu-central-1
environments: [dev]
components:
  vpc: { cidr: 10.20.0.0/16, nat: none }
  rds: { engine: postgres, version: "16", instance: db.t4g.medium, storage: 50 }
`

/** Apart from the full stack, because the provider alone waits minutes for a database and both can wait at once. */
describe.skipIf(absent !== undefined)(`a database that is there${absent ? ` (skipped: ${absent})` : ''}`, () => {
  let aws: AwsEmulator
  let env: Record<string, string>
  let space: TestWorkspace

  const envelope = async (...argv: string[]): Promise<Envelope> =>
    envelopeOf(await space.cli([...argv, '--json'], { env }))

  beforeAll(async () => {
    ;({ aws, env } = await startSurroundings())
    space = await workspace({ 'shop.yaml': spec })
    expect((await envelope('generate', 'terraform', 'shop.yaml', '--out', 'demo')).ok).toBe(true)
    await space.write({ [`${directory}/emulator_override.tf`]: aws.overrideFile() })
    const { data } = await planned(space, env, directory)
    const applied = await envelope('terraform', 'apply', data?.id ?? '', '--yes')
    expect(applied.error).toBeUndefined()
  }, 8 * minutes)

  afterAll(async () => {
    await space?.[Symbol.asyncDispose]()
    await aws?.[Symbol.asyncDispose]()
  })

  test(
    'is replaced only when that is confirmed by its address',
    async () => {
      const file = space.file('demo/modules/shop/rds.tf')
      const text = await file.text()
      await file.write(
        text.replace(/(storage_encrypted\s*=) true/, '$1 false').replace(/(kms_key_id\s*=) .*/, '$1 null'),
      )
      const { data } = await envelope('terraform', 'plan', directory, '--target', database)
      expect(data?.summary).toStartWith(`1 REPLACE ${database}`)
      expect(data?.summary).toContain('storage_encrypted')

      const refused = await envelope('terraform', 'apply', data?.id ?? '', '--yes')
      expect(refused.error?.exit).toBe(3)
      expect(refused.error?.next).toContain(`--confirm ${database}`)
      const done = await envelope('terraform', 'apply', data?.id ?? '', '--yes', '--confirm', database)
      expect(done.error).toBeUndefined()
      expect(done.findings?.find(({ resource }) => resource?.startsWith(database))).toMatchObject({ status: 'pass' })
    },
    8 * minutes,
  )
})
