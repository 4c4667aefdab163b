import { expect, test } from 'bun:test'
import { shownAddress } from './postgres.ts'

test.each([
  ['postgres://ada:hunter2@db:5432/x', 'postgres://ada@db:5432/x'],
  ['postgres://:hunter2@db/x', 'postgres://@db/x'],
  ['postgres://ada:hun@ter2@db/x', 'postgres://ada@db/x'],
  ['postgres://ada:hun/ter2@db/x', 'postgres://ada@db/x'],
  ['postgres://ada@db/x?sslmode=require&password=hunter2#a', 'postgres://ada@db/x?sslmode=require&password=…#a'],
  ['postgres://db:5432/x', 'postgres://db:5432/x'],
])('%s is shown as %s', (url, shown) => {
  expect(shownAddress(url)).toBe(shown)
})
