import { expect, test } from 'bun:test'
import { createPatience } from './backlog.ts'

const opened = () => {
  let time = 0
  const isTooSlow = createPatience({ most: 100, patienceMs: 10 }, () => time)
  return {
    isTooSlow,
    pass: (ms: number) => {
      time += ms
    },
  }
}

test('a burst is no slow reader, nor is whoever catches up after one', () => {
  const { isTooSlow, pass } = opened()
  expect([0, 400, 800, 1200].map((waiting) => isTooSlow(waiting, 400))).toEqual([false, false, false, false])
  for (let waiting = 1500; waiting > 100; waiting -= 100) {
    pass(11)
    expect([waiting, isTooSlow(waiting, 1)]).toEqual([waiting, false])
  }
})

test('a reader that takes nothing is too slow, as is one that only takes less than there comes', () => {
  for (const taken of [0, 5]) {
    const { isTooSlow, pass } = opened()
    let waiting = 200
    let looks = 0
    for (; !isTooSlow(waiting, 10); looks++) {
      waiting += 10 - taken
      pass(1)
      if (looks > 100) throw new Error('never too slow')
    }
    expect([taken, looks]).toEqual([taken, taken === 0 ? 10 : 11])
  }
})

test('what was long ago does not count', () => {
  const { isTooSlow, pass } = opened()
  expect(isTooSlow(500, 1)).toBe(false)
  pass(11)
  expect(isTooSlow(0, 1)).toBe(false)
  expect(isTooSlow(900, 1)).toBe(false)
})
