import { expect, test } from 'bun:test'
import { hkdfSync } from 'node:crypto'
import { createSeal, derivedKey } from './seal.ts'

test('keys are derived as the standard says', () => {
  for (const byte of [0, 7, 255]) {
    const key = new Uint8Array(32).fill(byte)
    for (const purpose of ['seal', 'checkpoint', 'größer'])
      expect(derivedKey(key, purpose)).toEqual(Buffer.from(hkdfSync('sha256', key, '', `nimbus ${purpose}`, 32)))
  }
})

test('what is sealed opens at its own place, with its own key and unchanged, and in no other way', () => {
  const seal = createSeal(new Uint8Array(32))
  const sealed = seal.close('hush', 'credentials/a')
  expect(seal.open(sealed, 'credentials/a')).toBe('hush')
  const changed = sealed.with(-1, (sealed.at(-1) ?? 0) ^ 1)
  for (const open of [
    () => seal.open(sealed, 'credentials/b'),
    () => seal.open(changed, 'credentials/a'),
    () => seal.open(sealed.subarray(0, 20), 'credentials/a'),
    () => createSeal(new Uint8Array(32).fill(1)).open(sealed, 'credentials/a'),
  ])
    expect(open).toThrow('A sealed record cannot be opened')
})
