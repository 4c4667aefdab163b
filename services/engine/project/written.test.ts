import { expect, test } from 'bun:test'
import fc from 'fast-check'
import type { Plain, PlainMap } from './facts.ts'
import { type Edit, merge } from './merge.ts'
import { freshText, withEdits } from './written.ts'

const all = { mayRemove: () => true }

const key = fc.oneof(
  fc.constantFrom('name', 'region', 'environments', 'dev', 'a b', '#x', '1', 'y: z', '~', '- a'),
  fc.string({ minLength: 1, maxLength: 6 }),
)
const leaf: fc.Arbitrary<Plain> = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.boolean(),
  fc.array(fc.string(), { maxLength: 3 }),
)
const branch: fc.Arbitrary<Plain> = fc.dictionary(key, fc.oneof(leaf, fc.dictionary(key, leaf, { maxKeys: 2 })), {
  maxKeys: 3,
})
const tree = fc.dictionary(key, fc.oneof(leaf, branch), { maxKeys: 4 }) as fc.Arbitrary<PlainMap>

test('whatever is written is read back, by another parser', () => {
  fc.assert(
    fc.property(tree, (facts) => {
      expect(Bun.YAML.parse(freshText(facts)) ?? {}).toEqual(facts)
    }),
  )
})

test('a file brought from one state of a project to another says what the second is', () => {
  fc.assert(
    fc.property(tree, tree, (before, found) => {
      const text = withEdits(freshText(before), merge(before, before, found, all).edits)
      expect(Bun.YAML.parse(text) ?? {}).toEqual(found)
    }),
    { numRuns: 300 },
  )
})

test('an edit touches its own lines alone, and a new section goes to the end with its comment', () => {
  const text = 'mine:   1 # mine\n\n# ours\nterraform:\n    tool:   terraform\n    modules: [ a,b ]   # odd\nname: shop'
  const edits: Edit[] = [
    { path: ['terraform', 'modules'], value: ['a', 'c'] },
    { path: ['terraform', 'roots'], value: { x: { backend: 's3' } } },
    { path: ['region'], value: 'eu-west-1' },
    { path: ['ci'], value: { jenkins: ['Jenkinsfile'] } },
  ]
  expect(withEdits(text, edits)).toBe(
    'mine:   1 # mine\n\n# ours\nterraform:\n    tool:   terraform\n    modules: [a, c]   # odd\n    roots:\n      x:\n        backend: s3\nname: shop\n\n# Where things go when a plan does not say. Absent unless all of the code agrees: set it to decide.\nregion: eu-west-1\n\n# What builds and ships it.\nci:\n  jenkins: [Jenkinsfile]\n',
  )
})
