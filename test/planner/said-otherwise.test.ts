import { expect, test } from 'bun:test'
import type { Surroundings } from './entry.ts'
import { openOrders, stepsOf } from './open-orders.ts'

/** A request said otherwise; as it is where this way does not fit it. */
type Way = (request: string, surroundings: Surroundings) => string

const escaped = (name: string) => name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** With its first file or branch between marks, as people write names in a sentence. */
const marked =
  (left: string, right = left): Way =>
  (request, { files = [], git }) => {
    if (/["'`]/.test(request)) return request
    const names = [...files, ...(git?.branches ?? [])].filter((name) => /[./-]/.test(name))
    const patterns = names.map((name) => new RegExp(`(?<![\\w./-])${escaped(name)}(?![\\w/-]|\\.\\w)`))
    const found = patterns.find((pattern) => pattern.test(request))
    return found ? request.replace(found, (name) => left + name + right) : request
  }

const lower = (request: string) => request.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase())
const before =
  (words: string): Way =>
  (request) =>
    words + lower(request)
const behind =
  (words: string): Way =>
  (request) =>
    request.replace(/[.!?]$/, '') + words

const ways: Readonly<Record<string, Way>> = {
  'a name in backticks': marked('`'),
  'a name in quotation marks': marked('"'),
  'a name in bold': marked('**'),
  'a greeting before it': before('Hi team, '),
  'a name before it': before('@nimbus '),
  'a wish before it': before('I want you to '),
  'help asked for': before('please help me '),
  'a condition of politeness': before('if you have time, '),
  'a hurry behind it': behind(' asap'),
  'thanks behind it': behind('. Thanks a lot!'),
  'word to be sent': behind(' and let me know when it is done'),
  'a regard behind it': behind('.\n\nKind regards,\nBob'),
}

test.each(Object.entries(ways))('%s changes no plan', async (_, way) => {
  let said = 0
  const others: string[] = []
  for (const { request, surroundings } of openOrders.filter((_order, at) => at % 6 === 0)) {
    const otherwise = way(request, surroundings)
    const steps = otherwise === request ? '' : await stepsOf(request, surroundings)
    if (steps === '') continue
    said++
    if ((await stepsOf(otherwise, surroundings)) !== steps) others.push(otherwise)
  }
  expect(said).toBeGreaterThan(5)
  expect(others).toEqual([])
})
