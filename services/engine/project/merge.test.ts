import { expect, test } from 'bun:test'
import fc from 'fast-check'
import type { Plain, PlainMap } from './facts.ts'
import { type Edit, merge } from './merge.ts'

const all = { mayRemove: () => true }
const none = { mayRemove: () => false }

type Tree = Readonly<Record<string, unknown>>
const isMap = (value: unknown): value is Tree => value !== null && typeof value === 'object' && !Array.isArray(value)

/** The tree after the edits. */
const applied = (tree: Tree, edits: readonly Edit[]): Tree =>
  edits.reduce<Tree>((at, { path: [key = '', ...rest], value }) => {
    const { [key]: before, ...others } = at
    if (rest.length > 0) return { ...at, [key]: applied(isMap(before) ? before : {}, [{ path: rest, value }]) }
    return value === undefined ? others : { ...at, [key]: value }
  }, tree)

test('without anything a person did, the file follows the project', () => {
  const base = { name: 'shop', environments: { dev: { kind: 'development' }, old: {} }, region: 'eu-west-1' }
  const found = { name: 'shop', environments: { dev: { kind: 'development' }, prod: { kind: 'production' } } }
  const { edits, kept, generated } = merge(base, base, found, all)
  expect(edits).toEqual([
    { path: ['environments', 'prod'], value: { kind: 'production' } },
    { path: ['environments', 'old'], value: undefined },
    { path: ['region'], value: undefined },
  ])
  expect(kept).toEqual([])
  expect(generated).toEqual(found)
})

test('what a person changed, added or took out stays, now and the next time', () => {
  const base = { name: 'shop', region: 'eu-west-1', tags: ['a'], dev: { kind: 'x', at: 'y' } }
  const mine = { name: 'webshop', owner: 'me', tags: ['a', 'mine'], dev: { at: 'y', note: 'ours' } }
  const found = { name: 'store', region: 'us-east-1', tags: ['b'], dev: { kind: 'z', at: 'y' } }
  const first = merge(base, mine, found, all)
  expect(first.edits).toEqual([])
  expect(first.kept).toEqual([
    { path: ['name'], because: 'changed', yours: 'webshop', found: 'store' },
    { path: ['region'], because: 'taken-out', found: 'us-east-1' },
    { path: ['tags'], because: 'changed', yours: ['a', 'mine'], found: ['b'] },
    { path: ['dev', 'kind'], because: 'taken-out', found: 'z' },
  ])
  expect(merge(first.generated, mine, found, all).kept).toEqual(first.kept)
})

test('what is no longer there goes, but not what a person put into it', () => {
  const base = { roots: { a: { backend: 's3' }, b: { backend: 's3' } } }
  const mine = { roots: { a: { backend: 's3', owner: 'me' }, b: { backend: 's3' } } }
  expect(merge(base, mine, {}, all).edits).toEqual([
    { path: ['roots', 'a', 'backend'], value: undefined },
    { path: ['roots', 'b'], value: undefined },
  ])
  expect(merge(base, base, {}, all).edits).toEqual([{ path: ['roots'], value: undefined }])
})

test('a map whose last value has gone is kept as one, and is nobody taking it out', () => {
  const base = { clouds: { shop: { region: 'eu-west-1' } } }
  const merged = merge(base, base, { clouds: { shop: {} } }, all)
  expect(merged.edits).toEqual([{ path: ['clouds', 'shop'], value: {} }])
})

test('what was not looked at is not removed', () => {
  const base = { clusters: { a: {} }, name: 'shop' }
  const merged = merge(base, base, { clusters: { b: {} } }, none)
  expect(merged.edits).toEqual([{ path: ['clusters', 'b'], value: {} }])
  expect(merged.generated).toEqual({ name: 'shop', clusters: { a: {}, b: {} } })
})

test('a file that nothing is remembered of belongs to a person, and is added to', () => {
  const merged = merge({}, { name: 'mine', dev: null }, { name: 'found', dev: { kind: 'x' }, region: 'r' }, all)
  expect(merged.edits).toEqual([
    { path: ['dev', 'kind'], value: 'x' },
    { path: ['region'], value: 'r' },
  ])
  expect(merged.kept).toEqual([{ path: ['name'], because: 'changed', yours: 'mine', found: 'found' }])
  expect(merged.generated).toEqual({ dev: { kind: 'x' }, region: 'r' })
})

const key = fc.constantFrom('a', 'b', 'c', '__proto__')
const leaf = fc.oneof(fc.constantFrom('x', 'y', 1, true), fc.array(fc.constantFrom('x', 'y'), { maxLength: 2 }))
const tree = fc.dictionary(key, fc.oneof(leaf, fc.dictionary(key, leaf, { minKeys: 1 }))) as fc.Arbitrary<PlainMap>

test('of a file that nobody edited, a merge makes what was found', () => {
  fc.assert(
    fc.property(tree, tree, (base, found) => {
      const { edits, kept, generated } = merge(base, base, found, all)
      expect(kept).toEqual([])
      expect(applied(base, edits)).toEqual(found)
      expect(generated).toEqual(found)
    }),
  )
})

/** Everything that stands at the ends of a tree, by path. */
const leaves = (value: unknown, path = ''): [string, unknown][] =>
  isMap(value) && Object.keys(value).length > 0
    ? Object.entries(value).flatMap(([name, inner]) => leaves(inner, `${path}/${name}`))
    : [[path, value]]

test("whatever changes, every value that is a person's is there afterwards, and a second merge changes nothing", () => {
  fc.assert(
    fc.property(tree, tree, tree, (base, mine, found) => {
      const { edits, generated } = merge(base, mine, found, all)
      const after = applied(mine, edits)
      const [before, now] = [new Map(leaves(base)), new Map(leaves(after))]
      for (const [path, value] of leaves(mine)) {
        const isTheirs = !Bun.deepEquals(before.get(path), value) && Object.keys(mine).length > 0
        if (isTheirs) expect([path, now.get(path) as Plain]).toEqual([path, value as Plain])
      }
      expect(merge(generated, after, found, all).edits).toEqual([])
    }),
    { numRuns: 500 },
  )
})
