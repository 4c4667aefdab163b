import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { createBreaker } from './breaker.ts'

const clocked = (failures = 3) => {
  const clock = { now: 0 }
  return { clock, breaker: createBreaker({ failures, restMs: 1000, now: () => clock.now }) }
}

test('is calm until somebody fails, and once they have answered', () => {
  const { breaker } = clocked()
  expect(breaker.isCalm).toBe(true)
  breaker.failed('a')
  expect(breaker.isCalm).toBe(false)
  breaker.succeeded('a')
  expect(breaker.isCalm).toBe(true)
})

test('opens after so many failures in a row, and an answer starts the count anew', () => {
  const { breaker } = clocked()
  breaker.failed('p')
  breaker.failed('p')
  breaker.succeeded('p')
  breaker.failed('p')
  breaker.failed('p')
  expect(breaker.admits('p')).toBe(true)
  breaker.failed('p')
  expect(breaker.admits('p')).toBe(false)
  expect(breaker.closedUntil('p')).toBe(1000)
})

test('lets a single call through after the rest; its answer closes it', () => {
  const { breaker, clock } = clocked(1)
  breaker.failed('p')
  clock.now = 1000
  expect([breaker.admits('p'), breaker.admits('p')]).toEqual([true, false])
  breaker.succeeded('p')
  expect([breaker.admits('p'), breaker.admits('p')]).toEqual([true, true])
})

test('rests again when the trial fails, and tries another when the trial was cancelled', () => {
  const { breaker, clock } = clocked(1)
  breaker.failed('p')
  clock.now = 1000
  breaker.admits('p')
  breaker.left('p')
  expect(breaker.admits('p')).toBe(true)
  breaker.failed('p')
  expect([breaker.admits('p'), breaker.closedUntil('p')]).toEqual([false, 2000])
})

test('the trouble of one provider is not that of another', () => {
  const { breaker } = clocked(1)
  breaker.failed('p')
  expect(breaker.admits('q')).toBe(true)
})

test('never admits a call to an open provider, whatever happened before', () => {
  const step = fc.oneof(
    fc.constantFrom('failed', 'succeeded', 'left', 'ask').map((what) => ({ what, ms: 0 })),
    fc.integer({ min: 1, max: 1500 }).map((ms) => ({ what: 'wait', ms })),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const { breaker, clock } = clocked(2)
      for (const { what, ms } of steps) {
        if (what === 'wait') clock.now += ms
        else if (what !== 'ask') breaker[what as 'failed']('p')
        if (breaker.closedUntil('p') !== undefined) expect(breaker.admits('p')).toBe(false)
      }
    }),
  )
})
