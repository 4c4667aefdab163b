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
  const remove = (says: string) => draft([step('fs.remove', { file: 'notes.txt' }, says)])
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
})
