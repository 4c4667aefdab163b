import { expect, test } from 'bun:test'
import { terminalScreen } from './terminal-screen.ts'

test('what is written over is gone, and what is erased leaves nothing', () => {
  const screen = terminalScreen(10, 4)
  screen.write('one\r\ntwo\u001b[1Athree\r\n\u001b[2K\u001b[Gfour')
  expect(screen.all()).toEqual(['onethree', 'four'])
})

test('a line that is too long goes on below, and wide characters take two places', () => {
  const screen = terminalScreen(5, 4)
  screen.write('abc日本')
  expect(screen.all()).toEqual(['abc日', '本'])
  expect(screen.cursor()).toEqual({ x: 2, y: 1 })
})

test('rows scroll away and are remembered', () => {
  const screen = terminalScreen(5, 2)
  screen.write('a\r\nb\r\nc\u001b[Hx')
  expect(screen.all()).toEqual(['a', 'x', 'c'])
  expect(screen.visible()).toEqual(['x', 'c'])
})

test('sequences that arrive in pieces are whole, and colours are kept beside the text', () => {
  const screen = terminalScreen(20, 2)
  for (const piece of ['\u001b', '[3', '1mred\u001b[39', 'm plain\u001b]0;title\u0007']) screen.write(piece)
  expect(screen.all()).toEqual(['red plain'])
  expect(screen.styled()).toEqual(['\u001b[0m\u001b[31mred\u001b[0m plain'])
})
