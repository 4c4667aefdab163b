import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { expanded, namesVariable } from './expand.ts'

const env = (name: string): string | undefined => ({ HOST: 'box', EMPTY: '', NESTED: '${HOST}' })[name]

test.each([
  ['http://${HOST}:1', 'http://box:1'],
  ['${HOST}${HOST}', 'boxbox'],
  ['${ABSENT:-there}', 'there'],
  ['${EMPTY:-there}', 'there'],
  ['${EMPTY}', ''],
  ['${ABSENT:-}', ''],
  ['${HOST:-there}', 'box'],
  ['$${HOST}', '${HOST}'],
  ['$HOST $(id) `id`', '$HOST $(id) `id`'],
  ['${NESTED}', '${HOST}'],
])('%p becomes %p', (text, value) => {
  expect(expanded(text, env)).toEqual({ value })
})

test('a variable that is not set is named, and what is none is shown', () => {
  expect(expanded('a ${ABSENT} b', env)).toEqual({ problem: { missing: 'ABSENT' } })
  for (const text of ['${', '${}', '${1A}', '${A B}', '${A:+b}'])
    expect(expanded(text, env)).toEqual({ problem: { malformed: '${' } })
})

test('a text without ${ stays as it is', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }).filter((text) => !text.includes('${')),
      (text) => {
        expect(expanded(text, env)).toEqual({ value: text })
        expect(namesVariable(text)).toBe(false)
      },
    ),
  )
})

test('whatever a variable holds arrives byte for byte, and every text can be escaped', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (held, around) => {
      const escaped = around.replaceAll('${', '$${')
      // A dollar at the end would belong to the variable behind it.
      const before = escaped.endsWith('$') ? `${escaped} ` : escaped
      const kept = around.endsWith('$') ? `${around} ` : around
      if (kept.includes('$${')) return
      expect(expanded(`${before}\${V}`, () => held)).toEqual({ value: `${kept}${held}` })
    }),
  )
})

test('reading never raises, and looks up only what is named', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('$', '{', '}', ':-', 'A', '1', ' ')).map((parts) => parts.join('')),
      (text) => {
        const asked: string[] = []
        const result = expanded(text, (name) => {
          asked.push(name)
          return 'x'
        })
        expect('value' in result || 'problem' in result).toBe(true)
        expect(asked.every((name) => text.includes(`\${${name}`))).toBe(true)
        if (!namesVariable(text) && 'value' in result) expect(result.value).toBe(text.replaceAll('$${', '${'))
      },
    ),
  )
})
