import { describe, expect, test } from 'bun:test'
import { memoryGateway, person } from '@nimbus/testkit/memory-gateway'
import { memorySource } from '@nimbus/testkit/memory-source'
import { operation, z } from './define.ts'

describe('what does not fit the input is said in plain words, and nothing runs', () => {
  let ran = false
  const picky = operation({
    summary: 'Take something',
    output: z.object({}),
    examples: [],
    id: 'picky.take',
    effect: 'read',
    input: z.object({
      colour: z.enum(['red', 'green']).optional(),
      colours: z.array(z.enum(['red', 'green'])).optional(),
      name: z.string().min(1).optional(),
      count: z.number().min(1).lt(10).optional(),
      names: z.array(z.string()).min(1).optional(),
      deep: z.object({ on: z.boolean() }).optional(),
      deeper: z.object({ either: z.union([z.string(), z.number()]) }).optional(),
      any: z.record(z.string(), z.unknown()).optional(),
    }),
    run: async () => {
      ran = true
      return {}
    },
  })
  const known = { ...picky, id: 'picky.take-other', aliases: ['take'] }
  const long = { ...picky, id: 'picky.take-it-all' }

  const gateway = memoryGateway([memorySource([picky, known, long])], { workspace: '/srv/workspace' })

  test.each([
    [{ colour: 'blue' }, 'colour: takes one of red, green, and not blue'],
    [{ colours: ['red', 'blue'] }, 'colours: takes one of red, green, and not blue'],
    [{ colour: 'a b\u001b' }, 'colour: takes one of red, green'],
    [{ name: '' }, 'name: must not be empty'],
    [{ name: 3 }, 'name: takes text'],
    [{ count: '3' }, 'count: takes a number'],
    [{ count: 0 }, 'count: must be at least 1'],
    [{ count: 10 }, 'count: must be less than 10'],
    [{ names: [] }, 'names: must not be empty'],
    [{ deep: {} }, 'deep.on: is needed'],
    [{ deep: [] }, 'deep: takes an object'],
    [{ deeper: {} }, 'deeper.either: is needed'],
    [{ deeper: { either: true } }, 'deeper.either: takes text, or a number'],
    [{ any: [] }, 'any: takes an object'],
    [{ colur: 'red' }, 'there is no field colur'],
  ])('%j: %s', async (input, message) => {
    const { error } = await gateway.invoke({ principal: person, surface: 'cli', operation: 'picky.take', input })
    expect(error).toMatchObject({ code: 'invalid-input', message, exit: 2 })
    expect(ran).toBe(false)
  })

  test.each([
    ['picky.take-other', 'nimbus take --help'],
    ['picky.take-it-all', 'nimbus picky take it all --help'],
  ])('and help of %s is called as help calls it', async (id, command) => {
    const { error } = await gateway.invoke({ principal: person, surface: 'cli', operation: id, input: { name: 3 } })
    expect(error?.next).toBe(`see what it takes with: ${command}`)
  })

  test('what is wrong besides is told without an empty name', async () => {
    const input = { colour: 'blue', colur: 'red' }
    const { error } = await gateway.invoke({ principal: person, surface: 'cli', operation: 'picky.take', input })
    expect(error?.why).toBe('also: there is no field colur')
  })
})
