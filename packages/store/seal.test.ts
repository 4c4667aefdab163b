import { expect, test } from 'bun:test'
import { hkdfSync } from 'node:crypto'
import { derivedKey } from './seal.ts'

test('keys are derived as the standard says', () => {
  for (const byte of [0, 7, 255]) {
    const key = new Uint8Array(32).fill(byte)
    for (const purpose of ['seal', 'checkpoint', 'größer'])
      expect(derivedKey(key, purpose)).toEqual(Buffer.from(hkdfSync('sha256', key, '', `nimbus ${purpose}`, 32)))
  }
})
