import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { overlap, parseRange, type Range } from '../network/cidr.ts'
import { outcomeOf, stackOf } from '../testing.ts'

const spec = (components: string, more = '') => `name: shop\nregion: eu-central-1\n${more}components: ${components}\n`
const problems = (text: string, today?: string) => outcomeOf(text, today ? { today } : {}).problems
const environmentOf = (text: string, name = 'dev') => stackOf(text).environments.find((each) => each.name === name)

describe('names', () => {
  test.each([
    ['Shop', 'use shop, for example'],
    ['my_shop', 'use my-shop, for example'],
    ['my--shop', 'use my-shop, for example'],
    ['1shop', 'use shop, for example'],
    ['sthree-shop', 'use sthree-shop, for example'],
    ['a-name-that-is-much-too-long-for-aws', 'use a-name-that-is-much-too-long, for example'],
  ])('%s is refused with a better one', (name, next) => {
    const text = `name: ${name}\nregion: eu-central-1\ncomponents: { vpc: true }\n`
    expect(problems(text)[0]).toMatchObject({ message: `name: ${name} cannot be used as a name`, at: 'shop.yaml:1:7' })
    if (name !== 'sthree-shop') expect(problems(text)[0]?.next).toBe(next)
  })

  test('of environments may not repeat', () => {
    expect(problems(spec('{ vpc: true }', 'environments: [dev, dev]\n'))[0]).toMatchObject({
      message: 'environments: dev is given twice',
      at: 'shop.yaml:3:21',
    })
  })

  test('of buckets leave room for stack, environment and account', () => {
    const [problem] = problems(spec(`{ s3: [ { name: ${'b'.repeat(50)} } ] }`))
    expect(problem).toMatchObject({ next: 'use at most 41 characters' })
  })

  test('of buckets are unique and never logs', () => {
    expect(problems(spec('{ s3: [ { name: a }, { name: a } ] }'))[0]?.message).toBe('components.s3: a is given twice')
    expect(problems(spec('{ s3: [ { name: logs } ] }'))[0]?.message).toBe('components.s3: logs is taken')
  })
})

describe('regions and zones', () => {
  test('an unknown region is refused with the nearest one', () => {
    expect(problems('name: shop\nregion: eu-centrl-1\ncomponents: { vpc: true }\n')[0]).toMatchObject({
      message: 'region: eu-centrl-1 is not a region of AWS',
      at: 'shop.yaml:2:9',
      next: 'did you mean eu-central-1?',
    })
  })

  test.each(['cn-north-1', 'us-gov-west-1'])('%s is a region, only of a cloud apart', (region) => {
    expect(problems(`name: shop\nregion: ${region}\ncomponents: { vpc: true }\n`)[0]).toMatchObject({
      message: `region: ${region} is not a region that an ordinary account of AWS has`,
      next: 'use a region such as eu-central-1 or us-east-1',
    })
  })

  test('more zones than the region has are refused', () => {
    expect(problems(spec('{ vpc: true }', 'zones: 4\n'))[0]).toMatchObject({
      message: 'zones: 4 is more than eu-central-1 has',
      next: 'use 3 or fewer',
    })
  })

  test('zones that do not fit the range are refused, and the range that would do is said', () => {
    const text = 'name: shop\nregion: us-east-1\nzones: 5\ncomponents: { vpc: { cidr: 10.20.0.0/26 } }\n'
    expect(problems(text)[0]).toEqual(
      expect.objectContaining({
        message: 'zones: 5 is more than the address range can hold',
        at: 'shop.yaml:3:8',
        why: '10.20.0.0/26 has room for 4 subnets of the smallest size AWS allows (/28); 5 zones × 3 tiers need 15',
        next: 'use a range of /24 or larger, or at most 1 zone',
      }),
    )
  })

  test('a range without room for one zone has no number of zones to offer', () => {
    const text = 'name: shop\nregion: us-east-1\nzones: 3\ncomponents: { vpc: { cidr: 10.20.0.0/27 } }\n'
    expect(problems(text)[0]?.next).toBe('use a range of /24 or larger')
  })

  test('the range that is said to be enough is enough', () => {
    const at = (cidr: string, environments: string) =>
      problems(
        `name: shop\nregion: us-east-1\nzones: 5\nenvironments: ${environments}\ncomponents: { vpc: { cidr: ${cidr} } }\n`,
      )
    expect(at('10.20.0.0/24', '[dev]')).toEqual([])
    const [problem] = at('10.20.0.0/24', '[dev, staging, production]')
    expect(problem?.next).toStartWith('use a range of /22 or larger')
    expect(at('10.20.0.0/22', '[dev, staging, production]')).toEqual([])
  })

  test.each(['eks', 'rds'])('one zone is too few for %s', (component) => {
    expect(problems(spec(`{ ${component}: true }`, 'zones: 1\n'))[0]?.message).toBe(
      `zones: 1 is too few for ${component}`,
    )
  })
})

describe('address ranges', () => {
  test.each([
    ['10.20.1.0/16', 'did you mean 10.20.0.0/16?'],
    ['10.20.0.0', 'write it like 10.20.0.0/16'],
    ['10.0.0.0/29', 'use 10.0.0.0/28'],
  ])('%s is refused', (cidr, next) => {
    expect(problems(spec(`{ vpc: { cidr: ${cidr} } }`))[0]).toMatchObject({ at: 'shop.yaml:3:28', next })
  })

  test('that overlap between environments are refused at the second one', () => {
    const own = (cidr: string) => `{ components: { vpc: { cidr: ${cidr} } } }`
    const text = spec('{ vpc: true }', `environments:\n  dev: ${own('10.1.0.0/16')}\n  prod: ${own('10.1.128.0/17')}\n`)
    expect(problems(text)[0]).toMatchObject({
      message: 'environments.prod: 10.1.128.0/17 overlaps dev',
      at: 'shop.yaml:5:38',
    })
  })

  test('of the public internet are allowed and said', () => {
    expect(outcomeOf(spec('{ vpc: { cidr: 20.0.0.0/16 } }')).notes[0]).toContain('not a private range')
  })

  test('never collide and never move, whichever zones and environments are added', () => {
    const names = fc.uniqueArray(fc.constantFrom('dev', 'qa', 'staging', 'production', 'demo', 'review'), {
      minLength: 1,
    })
    fc.assert(
      fc.property(
        names,
        names,
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 1, max: 3 }),
        (some, more, few, many) => {
          const text = (environments: readonly string[], zones: number) =>
            spec('{ vpc: true }', `zones: ${zones}\nenvironments: [${environments.join(', ')}]\n`)
          const before = stackOf(text(some, Math.min(few, many)))
          const grown = [...new Set([...more, ...some])]
          const after = stackOf(text(grown, Math.max(few, many)), { rooms: { ...before.rooms } })
          for (const { name, network } of before.environments) {
            const same = after.environments.find((environment) => environment.name === name)?.network
            expect(same?.cidr).toBe(network?.cidr as string)
            expect(same?.zones.slice(0, network?.zones.length)).toEqual(network?.zones as never)
          }
          const all = after.environments.map(
            ({ network }) => (parseRange(network?.cidr ?? '') as { range: Range }).range,
          )
          expect(all.some((a, i) => all.some((b, j) => i < j && overlap(a, b)))).toBe(false)
        },
      ),
    )
  })
})

describe('what AWS would refuse', () => {
  test.each([
    ['{ rds: { instance: t4g.medium } }', 'did you mean db.t4g.medium?'],
    ['{ rds: { instance: db.t2.medium } }', 'use db.t4g.medium'],
    ['{ rds: { instance: db.m9z.large } }', undefined],
    ['{ rds: { instance: db.r6g.lage } }', 'did you mean db.r6g.large?'],
    ['{ rds: { storage: 5 } }', 'use 20'],
    ['{ rds: { storage: 100, maxStorage: 101 } }', undefined],
    ['{ rds: { version: "9.6" } }', undefined],
    ['{ rds: { engine: mysql, version: "8" } }', undefined],
    ['{ eks: { version: "1.20" } }', undefined],
    ['{ eks: { version: "latest" } }', undefined],
    ['{ eks: { nodes: { type: t3.micro } } }', 'use t3.medium or larger'],
    ['{ eks: { nodes: { type: db.t3.large } } }', undefined],
    ['{ eks: { nodes: { min: 4, max: 2 } } }', 'use 2 or less, or raise max'],
    ['{ eks: { admins: [me] } }', undefined],
    ['{ eks: { publicAccess: [home] } }', 'write it like 10.20.0.0/16'],
    ['{ eks: true, vpc: { nat: none } }', 'use nat: single or nat: per-zone'],
    ['{ s3: [ { name: a, lifecycle: { archiveAfterDays: 90, expireAfterDays: 30 } } ] }', undefined],
  ])('%s is refused in four parts', (components, next) => {
    const [problem] = problems(spec(components))
    expect(problem).toEqual(
      expect.objectContaining({
        message: expect.any(String),
        why: expect.any(String),
        next: next ?? expect.any(String),
      }),
    )
    expect(problem?.at).toMatch(/^shop\.yaml:3:\d+$/)
  })

  test('tags that AWS keeps for itself', () => {
    expect(problems(spec('{ vpc: true }', 'tags: { "aws:team": a }\n'))[0]?.message).toBe(
      'tags: aws:team cannot be set',
    )
  })

  test('tags with characters that AWS refuses only when they are applied', () => {
    const tags = 'tags: { "a b": "x\\ny", "${c}": d, Kostenstelle: "Köln 4711/é_.:=+-@" }\n'
    expect(problems(spec('{ vpc: true }', tags)).map(({ message }) => message)).toEqual([
      'tags: the value of a b has a character that AWS refuses',
      'tags: "${c}" has a character that AWS refuses',
    ])
  })

  test('a version whose extended support is over', () => {
    expect(problems(spec('{ eks: { version: "1.30" } }'), '2026-08-01')[0]?.why).toContain('2026-07-23')
  })
})

describe('what AWS would quietly leave out is adapted and said', () => {
  test('Performance Insights on small MySQL instances', () => {
    const { stack, notes } = outcomeOf(spec('{ rds: { engine: mysql, instance: db.t4g.small } }'))
    expect(stack?.environments[0]?.database?.performanceInsights).toBe(false)
    expect(notes).toContain('dev: db.t4g.small has no Performance Insights for mysql; left off')
  })

  test('storage that cannot grow further', () => {
    const { stack, notes } = outcomeOf(spec('{ rds: { storage: 65000 } }'))
    expect(stack?.environments[0]?.database?.maxStorage).toBe(0)
    expect(notes.join()).toContain('too little below 65536 GiB')
  })

  test('Graviton nodes get the image for Graviton', () => {
    expect(environmentOf(spec('{ eks: { nodes: { type: m7g.large } } }'))?.cluster?.nodes.architecture).toBe('arm64')
    expect(environmentOf(spec('{ eks: { nodes: { type: g5.xlarge } } }'))?.cluster?.nodes.architecture).toBe('x86_64')
  })

  test('a vpc that is needed and not named', () => {
    const { stack, notes } = outcomeOf(spec('{ rds: true }'))
    expect(stack?.components).toEqual(['vpc', 'rds'])
    expect(notes[0]).toBe('a vpc was added: rds cannot be without one')
  })

  test('extended support, quotas, and an API that only the VPC reaches', () => {
    const { notes } = outcomeOf(
      spec('{ eks: { version: "1.31" } }', 'zones: 3\nenvironments: [staging, production, live]\n'),
    )
    expect(notes.some((note) => note.includes('standard support ended on 2025-11-26'))).toBe(true)
    expect(notes.some((note) => note.includes('7 NAT gateways need 7 Elastic IP addresses'))).toBe(true)
    expect(notes.some((note) => note.includes('answers only inside the VPC'))).toBe(true)
  })

  test('versions newer than the tables are passed on', () => {
    expect(outcomeOf(spec('{ eks: { version: "1.44" } }')).notes.join()).toContain('not checked')
  })
})

describe('defaults', () => {
  const text = spec('{ vpc: true, eks: true, rds: true, s3: true }', 'environments: [dev, staging, production]\n')

  test('are cheaper in dev and careful elsewhere', () => {
    const of = (name: string) => {
      const environment = environmentOf(text, name)
      const { network, database, cluster } = environment ?? {}
      return [
        network?.nat,
        database?.multiZone,
        database?.deletionProtection,
        database?.backupDays,
        cluster?.nodes.min,
        environment?.logRetentionDays,
      ]
    }
    expect(of('dev')).toEqual(['single', false, false, 7, 1, 30])
    expect(of('staging')).toEqual(['single', true, true, 14, 2, 365])
    expect(of('production')).toEqual(['per-zone', true, true, 14, 2, 365])
  })

  test('give way to what the stack says, and that to what the environment says', () => {
    const override = 'environments: { dev: { zones: 3, components: { rds: { storage: 99 } } }, production: }\n'
    const base = spec('{ rds: { storage: 30, engine: mysql } }', override)
    expect(environmentOf(base)?.database).toMatchObject({ storage: 99, engine: 'mysql' })
    expect(environmentOf(base)?.network?.zones.length).toBe(3)
    expect(environmentOf(base, 'production')?.database?.storage).toBe(30)
  })

  test('leave no two tags that differ only by case, which IAM refuses', () => {
    expect(environmentOf(spec('{ vpc: true }', 'tags: { project: x }\n'))?.tags).toEqual({
      project: 'x',
      Environment: 'dev',
      ManagedBy: 'terraform',
    })
  })
})
