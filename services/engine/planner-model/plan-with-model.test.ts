import { expect, test } from 'bun:test'
import { workspace } from '@nimbus/testkit'
import { failure } from '@nimbus/testkit/failure'
import { type ModelServer, modelServer } from '@nimbus/testkit/model-server'

const model = 'gpt-4o'
const place = ({ env }: ModelServer) => workspace({ 'notes.txt': 'x' }, { env })
const step = (operation: string, input: unknown, says = '') => ({
  operation,
  input: typeof input === 'string' ? input : JSON.stringify(input),
  dependsOn: [] as string[],
  reason: 'as asked',
  says,
})
const draft = (steps: readonly unknown[], more: object = {}) => ({
  text: JSON.stringify({
    steps,
    question: '',
    candidates: [],
    refused: '',
    understood: ['read'],
    assumed: [],
    ignored: [],
    ...more,
  }),
})
const sent = (server: ModelServer, n: number) => JSON.stringify(server.chats()[n]?.body)

test('a model plans with the operations that fit, and the plan is a plan like any other', async () => {
  await using server = await modelServer()
  await using ws = await place(server)
  server.script(draft([step('fs.read', { file: 'notes.txt' })]))
  const { plan, plannedBy } = await ws.call('engine.plan', { request: 'read my notes file', model })
  expect(plan?.steps).toMatchObject([{ operation: 'fs.read', input: { file: 'notes.txt' }, effect: 'read' }])
  expect(plannedBy).toBe('gpt-4o')
  const shown = await ws.call('nimbus.plan-show', { plan: plan?.id ?? '' })
  expect(shown.plan).toMatchObject({ plannedBy: 'gpt-4o' })
  expect(sent(server, 0)).toContain('fs.read')
  expect(sent(server, 0)).not.toContain('terraform.force-unlock')
})

test('what is wrong with a plan is fed back, twice at most', async () => {
  await using server = await modelServer()
  await using ws = await place(server)
  server.script(
    draft([step('fs.reed', { file: 'notes.txt' })]),
    draft([step('fs.read', '{"file":')]),
    draft([step('fs.read', { file: 'notes.txt' })]),
  )
  const { plan } = await ws.call('engine.plan', { request: 'read my notes file', model })
  expect(plan?.steps).toHaveLength(1)
  expect(sent(server, 1)).toContain('fs.reed')
  expect(sent(server, 2)).toContain('input is no JSON text')

  server.script(...Array.from({ length: 3 }, () => draft([step('fs.read', { path: 'notes.txt' })])))
  const error = await failure(ws.call('engine.plan', { request: 'read my notes file', model }))
  expect(error.code).toBe('no-valid-plan')
  expect(server.chats()).toHaveLength(6)
})

test('a step that deletes quotes the words that order it, or is no plan', async () => {
  await using server = await modelServer()
  await using ws = await place(server)
  const remove = (says: string) => draft([step('fs.remove', { file: 'notes.txt' }, says)], { understood: [says] })
  server.script(remove('get rid of the rest'), draft([], { question: 'Which files?', candidates: ['notes.txt'] }))
  const asked = await ws.call('engine.plan', { request: 'tidy up here', model })
  expect(asked).toMatchObject({ question: 'Which files?', candidates: ['notes.txt'] })
  expect(sent(server, 1)).toContain('holds no words of the request')
  server.script(remove('delete notes.txt'))
  const { plan } = await ws.call('engine.plan', { request: 'please delete notes.txt', model })
  expect(plan?.steps).toMatchObject([{ operation: 'fs.remove', effect: 'delete' }])
})

test('where nobody has a model the built-in planner plans, and where one fails it does so with a note', async () => {
  await using bare = await workspace({ 'notes.txt': 'x' })
  expect(await bare.call('engine.plan', { request: 'read notes.txt' })).toMatchObject({ plannedBy: 'offline' })
  await using server = await modelServer({ otherwise: { refuse: 'auth' } })
  await using ws = await place(server)
  const { plannedBy, notes, plan } = await ws.call('engine.plan', { request: 'read notes.txt' })
  expect(plannedBy).toBe('offline')
  expect(plan?.steps).toMatchObject([{ operation: 'fs.read' }])
  expect(notes.join()).toContain('planned without a model')
  const { stdout } = await ws.cli(['plan', 'read notes.txt'])
  expect(stdout).toContain('\n! planned without a model: ')
})

/** What a request comes to with a model that answers with nothing but these steps, whatever it is told. */
const withOnly = async (request: string, steps: readonly unknown[], more?: object) => {
  await using server = await modelServer({ otherwise: draft(steps, { understood: [request], ...more }) })
  await using ws = await workspace({ 'a.txt': 'x', 'b.txt': 'x' }, { env: server.env })
  const input = { request, model }
  const answer = await ws.call('engine.plan', input).catch((thrown: unknown) => thrown)
  if (answer instanceof Error) return (answer as Error & { data?: { code: string } }).data?.code
  return (answer as { plan?: { steps: { operation: string }[] } }).plan?.steps.map(({ operation }) => operation)
}

test.each([
  ['show me a file', 'a'],
  ['show me a.txt', 'show me a.txt'],
  ["whatever happens, don't delete a.txt", 'delete a.txt'],
  ['clean up the old files', 'clean up'],
  ['clean up a.txt', 'clean up a.txt'],
  ['get rid of a.txt', 'get rid of a.txt'],
  ['delete b.txt', 'delete b.txt'],
  ['delete the first file', 'delete the first file'],
  ['what would happen if I deleted a.txt', 'deleted a.txt'],
  ['should I delete a.txt?', 'delete a.txt'],
  ['Tom wants to delete a.txt', 'delete a.txt'],
  ['my colleague said "delete a.txt"', 'delete a.txt'],
  ['if nobody objects, delete a.txt', 'delete a.txt'],
  ['next sprint: delete a.txt', 'delete a.txt'],
  ['delete a.txt. no wait, keep it', 'delete a.txt'],
  ['delete a.txt', 'del'],
  ['delete a.txt', ''],
])('of %p with the quote %p nothing is deleted', async (request, says) => {
  expect(await withOnly(request, [step('fs.remove', { file: 'a.txt' }, says)])).toBe('no-valid-plan')
})

test('what only asks about destroying destroys nothing', async () => {
  const request = 'what would happen if I destroyed everything'
  const steps = [step('terraform.destroy', { directory: '.' }, 'destroyed everything')]
  expect(await withOnly(request, steps)).toBe('no-valid-plan')
})

test.each([
  ['delete a.txt', 'delete a.txt'],
  // The built-in planner takes it for a deletion where the one file is named exactly.
  ['throw away a.txt', 'throw away a.txt'],
  ['could you please remove ./a.txt?', 'remove ./a.txt'],
])('what the built-in planner deletes by %p a model may delete', async (request, says) => {
  expect(await withOnly(request, [step('fs.remove', { file: 'a.txt' }, says)])).toEqual(['fs.remove'])
})

test.each([
  ['show me a.txt', 'show me a.txt'],
  ['show me a file', 'a file'],
  ["don't write a.txt", 'write a.txt'],
  ['what would happen if I wrote a.txt', 'I wrote a.txt'],
  ['compare a.txt with b.txt', 'compare a.txt with b.txt'],
  ['compose a haiku', ''],
  ['compose a haiku', 'haik'],
  ['show me a.txt and commit', 'show me a.txt'],
])('of %p with the quote %p nothing is written', async (request, says) => {
  expect(await withOnly(request, [step('fs.write', { file: 'a.txt', content: 'x' }, says)])).toBe('no-valid-plan')
})

test.each([
  ['summarise a.txt into b.txt', 'summarise a.txt into b.txt'],
  ['translate a.txt into German in b.txt', 'translate a.txt into German in b.txt'],
  ['compose a haiku in b.txt', 'compose a haiku'],
])('a model writes what only it knows how to, as %p orders', async (request, says) => {
  expect(await withOnly(request, [step('fs.write', { file: 'b.txt', content: 'x' }, says)])).toEqual(['fs.write'])
})

test('what was ordered before is not done again by a request that only looks', async () => {
  await using server = await modelServer({
    otherwise: draft([step('fs.write', { file: 'a.txt', content: 'y' }, 'write y into a.txt')], {
      understood: ['show me b.txt'],
    }),
  })
  await using ws = await workspace({ 'a.txt': 'x', 'b.txt': 'x' }, { env: server.env })
  const input = { request: 'show me b.txt', earlier: ['write y into a.txt'], model }
  expect((await failure(ws.call('engine.plan', input))).code).toBe('no-valid-plan')
})

test.each([
  ['a word is lost', 'read a.txt in Klingon', { understood: ['read a.txt'] }],
  ['something was never said', 'read a.txt', { understood: ['x'] }],
  [
    'a limit is ignored',
    'read the first 10 lines of a.txt',
    { understood: ['read lines of a.txt'], ignored: ['first 10'] },
  ],
  [
    'an exception is ignored',
    'read a.txt without comments',
    { understood: ['read a.txt'], ignored: ['without comments'] },
  ],
])('a plan does not hold where %s', async (_why, request, more) => {
  expect(await withOnly(request, [step('fs.read', { file: 'a.txt' })], more)).toBe('no-valid-plan')
})

test('a plan holds where every word is accounted for', async () => {
  const more = { understood: ['read a.txt'], ignored: ['urgent', 'boss'] }
  expect(await withOnly('read a.txt, urgent for my boss', [step('fs.read', { file: 'a.txt' })], more)).toEqual([
    'fs.read',
  ])
})

test('where a price has to be justified, the word given with the request is', async () => {
  await using server = await modelServer()
  await using ws = await place(server)
  await Bun.write(`${ws.env.NIMBUS_HOME}/llm.yaml`, 'policies: { require_justification_over_usd: 0 }\n')
  const asked = { request: 'read my notes file', model }
  expect(await failure(ws.call('engine.plan', asked))).toMatchObject({ code: 'needs-justification' })
  server.script(draft([step('fs.read', { file: 'notes.txt' })]))
  const { plannedBy } = await ws.call('engine.plan', { ...asked, justification: 'the built-in planner failed' })
  expect(plannedBy).toBe('gpt-4o')
})
