import { expect, test } from 'bun:test'
import { createKept } from './kept.ts'

test('what was made is given again, and makes room when there is too much', async () => {
  const keep = createKept<string>(2)
  const made: string[] = []
  const ask = (name: string) => keep(name, async () => `${name}${made.push(name)}`)
  expect([await ask('a'), await ask('a'), await ask('b'), await ask('c')]).toEqual(['a1', 'a1', 'b2', 'c3'])
  expect(await ask('a')).toBe('a4')
})

test('what could not be made is made anew for the next, and said to everybody who waited', async () => {
  const keep = createKept<string>(2)
  const broken = () => Promise.reject(new Error('the disk is away'))
  const both = await Promise.allSettled([keep('a', broken), keep('a', () => Promise.resolve('never asked'))])
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(await keep('a', () => Promise.resolve('there again'))).toBe('there again')
})
