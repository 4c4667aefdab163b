import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { attributeChanges, pathText } from './attribute-diff.ts'

test('names what differs by its path', () => {
  const changes = attributeChanges({
    before: { name: 'a', tags: { team: 'x', keep: 1 }, ports: [80, 443] },
    after: { name: 'a', tags: { team: 'y', keep: 1 }, ports: [80] },
  })
  expect(changes).toEqual([
    { path: 'tags.team', before: 'x', after: 'y' },
    { path: 'ports[1]', before: 443 },
  ])
})

test('says that a value is known only after the apply', () => {
  expect(attributeChanges({ before: { id: 'i-1' }, after: {}, after_unknown: { id: true } })).toEqual([
    { path: 'id', before: 'i-1', after: '(known after apply)' },
  ])
})

test('never lets a value out that either side marks as sensitive', () => {
  const secret = 'hunter2-and-more'
  const shape = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.constant(secret),
      fc.constant('plain'),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('value'), { maxKeys: 3 }),
    ),
  })).value
  /** Marks every place that holds the secret, as Terraform does. */
  const marks = (value: unknown): unknown => {
    if (value === secret) return true
    if (Array.isArray(value)) return value.map(marks)
    if (typeof value === 'object' && value !== null)
      return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, marks(each)]))
    return false
  }
  fc.assert(
    fc.property(fc.dictionary(fc.string(), shape), fc.dictionary(fc.string(), shape), (before, after) => {
      const changes = attributeChanges({
        before,
        after,
        before_sensitive: marks(before),
        after_sensitive: marks(after),
      })
      expect(JSON.stringify(changes)).not.toContain(secret)
    }),
  )
})

test('hides a secret that moves to a place that is not marked on the other side', () => {
  const changes = attributeChanges({
    before: { password: 's3cret' },
    after: { password: 's3cret-new' },
    before_sensitive: { password: true },
    after_sensitive: {},
  })
  expect(changes).toEqual([{ path: 'password', before: '(sensitive)', after: '(sensitive)' }])
})

test('writes paths as Terraform does', () => {
  expect(pathText(['ingress', 0, 'port'])).toBe('ingress[0].port')
})
