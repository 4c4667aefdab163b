import { expect, test } from 'bun:test'
import { visible, visibleName } from './index.ts'

test.each([
  ['\u001b[2J\u0007', '\\u{1b}[2J\\u{7}'],
  ['a\u202eb\u2066c\u061cd', 'a\\u{202e}b\\u{2066}c\\u{61c}d'],
  ['pro\u200bd\u00ad\ufeff', 'pro\\u{200b}d\\u{ad}\\u{feff}'],
  ['tag\u{e0041}', 'tag\\u{e0041}'],
  ['a\u2028b', 'a\\u{2028}b'],
  ['größe 日本 \ud83d\ude00', 'größe 日本 😀'],
])('%j is shown as %s', (text, shown) => {
  expect([visible(text), visibleName(text)]).toEqual([shown, shown])
})

test('line breaks, tabs, joiners and the selectors of emoji mean something in a text and nothing in a name', () => {
  const text = 'a\n\tb \u2764\ufe0f \u0645\u06cc\u200c\u062e'
  expect(visible(text)).toBe(text)
  expect(visibleName(text)).toBe('a\\u{a}\\u{9}b \u2764\\u{fe0f} \u0645\u06cc\\u{200c}\u062e')
})
