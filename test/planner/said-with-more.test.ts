import { expect, test } from 'bun:test'
import { type Order, openOrders, stepsOf } from './open-orders.ts'

const lower = (request: string) => request.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase())

/** Orders of one part, in which nothing is quoted or asked of a model: whatever stands behind them is no text of theirs. */
const orders = openOrders.filter(
  ({ request }) =>
    !/["'`,;:.] | and | but | then |^(?:search|undo|commit|write)|model|tokens|conversation|note|history|message/i.test(
      request,
    ),
)

const sample = (every: number): readonly Order[] => orders.filter((_order, at) => at % every === 0)

/** The requests, said so, that come to the very plan of what was ordered without it. */
const unchanged = async (say: (request: string) => string, every: number): Promise<readonly string[]> => {
  const others: string[] = []
  for (const { request, surroundings } of sample(every)) {
    const steps = await stepsOf(request, surroundings)
    const more = say(request)
    if (steps !== '' && (await stepsOf(more, surroundings)) === steps) others.push(more)
  }
  return others
}

test('there are orders to say more of', () => expect(sample(6).length).toBeGreaterThan(20))

test.each([
  'every morning',
  'twice a day',
  'at midnight',
  'tomorrow',
  'next week',
  'in the background',
  'in parallel',
  'recursively',
  'silently',
  'in German',
  'as user bob',
  'as root',
  'with sudo',
  'with a backup',
  'on another machine',
  'under another name',
  'in another folder',
  'to the clipboard',
  'not the old one',
  'excluding the second one',
  'except the big ones',
  'if it is not too big',
  'like last time',
  'ignoring errors',
])('no plan leaves out what an order says of how: %s', async (how) => {
  expect(await unchanged((request) => `${request.replace(/[.!?]$/, '')} ${how}`, 6)).toEqual([])
})

test.each([
  'and make coffee',
  'and refactor it',
  'and then blame it',
  'and merge it',
  'and close the ticket',
  'and set a reminder',
  'and compress it',
  ', reboot afterwards',
  '. Then update the wiki.',
  '. Also send the report.',
])('no plan leaves out a second order: %s', async (second) => {
  const joined = /^[.,]/.test(second) ? second : ` ${second}`
  expect(await unchanged((request) => request.replace(/[.!?]$/, '') + joined, 6)).toEqual([])
})

test.each(['purple', 'quarterly', 'slowest', 'foreign', 'encrypted'])(
  'no plan leaves out which of the things are meant: %s',
  async (quality) => {
    const say = (request: string) =>
      request.replace(/^(\w+ (?:me )?(?:the|my|our|all)) (?!names)(?=[a-z]+s\b)/i, `$1 ${quality} `)
    const others = await unchanged(say, 2)
    expect(others.filter((request) => request.includes(quality))).toEqual([])
  },
)

test.each(['clone', 'upgrade', 'rotate', 'migrate', 'rename', 'duplicate', 'rebase', 'encrypt'])(
  'no plan takes %s for what it does',
  async (verb) => {
    expect(await unchanged((request) => `${verb} ${request.slice(request.indexOf(' ') + 1)}`, 6)).toEqual([])
  },
)

test.each([
  "don't",
  "let's not",
  'no need to',
  'better not',
  'try not to',
  'I would rather not',
  'avoid:',
  'nobody should',
  'last week we wanted to',
  'next time we will',
])('%s: nothing of it is ordered', async (turned) => {
  expect(await unchanged((request) => `${turned} ${lower(request)}`, 6)).toEqual([])
})
