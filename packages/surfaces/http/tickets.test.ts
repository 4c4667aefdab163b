import { expect, test } from 'bun:test'
import { person } from '@nimbus/testkit/memory-gateway'
import { createTickets } from './tickets.ts'

const holder = { principal: person, token: 't' }

test('a ticket is good once', () => {
  const tickets = createTickets()
  const issued = tickets.issue(holder)
  expect(tickets.redeem(issued?.ticket ?? '')).toEqual(holder)
  expect(tickets.redeem(issued?.ticket ?? '')).toBeUndefined()
})

test('a ticket is good for 30 seconds', () => {
  let now = 1_000
  const tickets = createTickets(() => now)
  const early = tickets.issue(holder)?.ticket ?? ''
  const late = tickets.issue(holder)?.ticket ?? ''
  now += 29_999
  expect(tickets.redeem(early)).toEqual(holder)
  now += 1
  expect(tickets.redeem(late)).toBeUndefined()
})

test('no more than a thousand wait, and those that ended make room', () => {
  let now = 0
  const tickets = createTickets(() => now)
  const issued = Array.from({ length: 1_001 }, () => tickets.issue(holder))
  expect(issued.filter((each) => each === undefined)).toHaveLength(1)
  expect(new Set(issued.map((each) => each?.ticket)).size).toBe(1_001)
  now = 30_000
  expect(tickets.issue(holder)?.expires).toBe(new Date(60_000).toISOString())
})
