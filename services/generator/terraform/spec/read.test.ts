import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { outcomeOf, stackOf } from '../testing.ts'
import { readSpec } from './read.ts'

const spec = (components: string, more = '') => `name: shop\nregion: eu-central-1\n${more}components:\n${components}`
const firstProblem = (text: string | Uint8Array) => outcomeOf(text).problems[0]

describe('a wrong key', () => {
  test('is named with its line and the right one', () => {
    expect(firstProblem('name: shop\nregion: eu-central-1\ncomponets: { vpc: true }\n')).toMatchObject({
      message: 'componets: there is no such key',
      at: 'shop.yaml:3:1',
      next: 'did you mean components?',
    })
  })

  test.each([
    ['  vpc: { cdir: 10.0.0.0/16 }', 'components.vpc.cdir', '4:10', 'cidr'],
    ['  eks: { nodes: { maxx: 3 } }', 'components.eks.nodes.maxx', '4:19', 'max'],
    ['  rds: { multizone: true }', 'components.rds.multizone', '4:10', 'multiZone'],
    [
      '  s3: [ { name: a, lifecycle: { archiveAfter: 3 } } ]',
      'components.s3.0.lifecycle.archiveAfter',
      '4:33',
      undefined,
    ],
    ['  vpcs: true', 'components.vpcs', '4:3', 'vpc'],
  ])('inside %s', (components, field, place, right) => {
    const problem = firstProblem(spec(components))
    expect(problem).toMatchObject({ message: `${field}: there is no such key`, at: `shop.yaml:${place}` })
    if (right) expect(problem?.next).toBe(`did you mean ${right}?`)
  })

  test('inside an environment', () => {
    const text = spec('  vpc: true\n', 'environments:\n  dev: { zone: 2 }\n')
    expect(firstProblem(text)).toMatchObject({ at: 'shop.yaml:4:10', next: 'did you mean zones?' })
  })
})

describe('a wrong value', () => {
  test.each([
    ['  vpc: { nat: singel }', 'components.vpc.nat: "singel" cannot be used', 'did you mean single?'],
    ['  vpc: false', 'components.vpc: false cannot be used', 'leave it out, or write a second spec'],
    ['  rds: { engine: postgre }', 'components.rds.engine: "postgre" cannot be used', 'did you mean postgres?'],
    ['  rds: { backupDays: 3 }', 'components.rds.backupDays: 3 cannot be used', 'use 7 or more'],
    [
      '  eks: { nodes: { min: two } }',
      'components.eks.nodes.min: "two" cannot be used',
      'write one such as 3, without quotes',
    ],
    ['  eks: "1.33"', 'components.eks: "1.33" cannot be used', 'write eks: true'],
    ['  vpc:', 'components.vpc: null cannot be used', 'write vpc: true'],
    ['  s3: { name: assets }', 'components.s3: {"name":"assets"} cannot be used', 'write s3: [ { name: assets } ]'],
  ])('%s', (components, message, next) => {
    expect(firstProblem(spec(components))).toMatchObject({ message, next })
  })

  test('is shown with every other one at once', () => {
    const { problems } = outcomeOf(spec('  vpc: { nat: singel }', 'zones: many\n'))
    expect(problems.map(({ at }) => at)).toEqual(['shop.yaml:3:8', 'shop.yaml:5:15'])
  })

  test('points at a missing field’s parent', () => {
    expect(firstProblem('name: shop\ncomponents: { vpc: true }\n')).toMatchObject({ message: 'region: missing' })
  })
})

describe('a version', () => {
  test('is taken as it is written, so that 1.30 stays 1.30', () => {
    expect(stackOf(spec('  eks: { version: 1.30 }'), { today: '2026-01-01' }).environments[0]?.cluster?.version).toBe(
      '1.30',
    )
  })
})

describe('a file that is no spec', () => {
  test.each<[string, string | Uint8Array, string]>([
    ['binary', new Uint8Array([1, 0, 2]), 'spec: the file is binary'],
    ['not UTF-8', new Uint8Array([0x6e, 0xff, 0xfe]), 'spec: the file is not text'],
    ['50 MB', new Uint8Array(50 * 1_048_576).fill(97), 'spec: 50.0 MB is more than such a file can have'],
    ['empty', '', 'spec: the file is empty'],
    ['a list', '- a\n', 'spec: this is not a map of keys'],
    ['not YAML', 'name: [a\n', 'spec: this is not YAML'],
    ['two documents', 'name: a\n---\nname: b\n', 'spec: there is more than one document in the file'],
    ['a key twice', 'name: a\nname: b\n', 'spec: name is given twice'],
  ])('%s', (_, content, message) => expect(firstProblem(content)).toMatchObject({ message }))

  test('an alias bomb is refused before it grows', () => {
    const levels = Array.from({ length: 30 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`).join(', ')}]`)
    expect(firstProblem(`a0: &a0 [x]\n${levels.join('\n')}\n`)).toMatchObject({ message: 'spec: aliases are not read' })
  })

  test('never throws, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.string({ maxLength: 200 })), (content) => {
        const { problems, stack } = outcomeOf(content)
        expect(problems.length > 0).toBe(stack === undefined)
      }),
    )
  })

  test('never throws on a spec with something strange in it', () => {
    const valid = {
      name: 'shop',
      region: 'eu-central-1',
      zones: 2,
      components: { vpc: true, rds: {}, s3: [{ name: 'a' }] },
    }
    const mutated = fc
      .tuple(fc.constantFrom('name', 'region', 'zones', 'environments', 'tags', 'state', 'components'), fc.jsonValue())
      .map(([key, value]) => JSON.stringify({ ...valid, [key]: value }))
    fc.assert(
      fc.property(mutated, (text) => {
        const { problems, stack } = outcomeOf(text)
        expect(problems.length > 0).toBe(stack === undefined)
        expect(problems.every(({ message, at }) => message !== '' && at !== undefined)).toBe(true)
      }),
    )
  })
})

describe('flags', () => {
  test('win over the file', () => {
    const stack = stackOf(spec('  vpc: true', 'zones: 3\n'), { overrides: { zones: 2, environments: ['dev', 'prod'] } })
    expect(stack.environments.map(({ name, network }) => [name, network?.zones.length])).toEqual([
      ['dev', 2],
      ['prod', 2],
    ])
  })

  test('add components and leave what the file says of them', () => {
    const stack = stackOf(spec('  vpc: { nat: none }'), { overrides: { with: ['vpc', 's3'] } })
    expect(stack.components).toEqual(['vpc', 's3'])
    expect(stack.environments[0]?.network?.nat).toBe('none')
  })

  test('can say everything', () => {
    const read = readSpec(undefined, { name: 'shop', region: 'eu-central-1', with: ['vpc'] })
    expect('spec' in read && read.spec.components).toEqual({ vpc: true })
  })

  test('are named as the place of what is wrong with them', () => {
    expect(outcomeOf(spec('  vpc: true'), { overrides: { region: 'eu-centrl-1' } }).problems[0]).toMatchObject({
      at: '--region',
    })
  })

  test('are asked for when there is no file', () => {
    const read = readSpec(undefined, { name: 'shop' })
    const next = 'name a spec file, or add --region, --with'
    expect('problems' in read && read.problems).toMatchObject([{ next }, { next }])
  })
})
