import { expect, test } from 'bun:test'
import { product } from '@nimbus/testkit'

const entries = product().catalog.list()

/** The routes that users were promised for what exists, and the operation that answers each. */
const promised: readonly (readonly [string, string, string])[] = [
  ['GET', '/api/state/config', 'state.config-list'],
  ['GET', '/api/state/config/:key', 'state.config-get'],
  ['PUT', '/api/state/config', 'state.config-set'],
  ['POST', '/api/state/config/validate', 'state.config-validate'],
  ['GET', '/api/state/credentials', 'state.credentials-list'],
  ['GET', '/api/state/credentials/:provider', 'state.credentials-get'],
  ['PUT', '/api/state/credentials/:provider', 'state.credentials-set'],
  ['DELETE', '/api/state/credentials/:provider', 'state.credentials-delete'],
  ['POST', '/api/state/artifacts', 'state.artifact-save'],
  ['GET', '/api/state/artifacts/:id', 'state.artifact-get'],
  ['GET', '/api/state/artifacts', 'state.artifact-list'],
  ['GET', '/api/state/history', 'state.history-list'],
  ['POST', '/api/state/history', 'state.history-note'],
  ['GET', '/api/generator/best-practices/rules', 'generator.rule-list'],
  ['POST', '/api/generator/best-practices/analyze', 'generator.check'],
  ['POST', '/api/generator/best-practices/report', 'generator.check'],
  ['POST', '/api/generator/generate/terraform', 'generator.terraform'],
  ['POST', '/api/core/tasks', 'engine.task-create'],
  ['GET', '/api/core/tasks', 'engine.task-list'],
  ['GET', '/api/core/tasks/:task', 'engine.task-show'],
  ['POST', '/api/core/tasks/:task/execute', 'engine.task-execute'],
  ['POST', '/api/core/tasks/:task/cancel', 'engine.task-cancel'],
  ['GET', '/api/core/tasks/:task/events', 'engine.task-events'],
  ['POST', '/api/core/safety/pre-check', 'engine.safety-pre-check'],
  ['POST', '/api/core/safety/during-check', 'engine.safety-during-check'],
  ['POST', '/api/core/safety/post-check', 'engine.safety-post-check'],
  ['GET', '/api/core/statistics', 'engine.statistics'],
  ['GET', '/api/core/statistics/events', 'engine.statistics-events'],
  ['POST', '/api/llm/chat', 'llm.chat'],
  ['POST', '/api/llm/chat/tools', 'llm.chat-tools'],
  ['GET', '/api/llm/models', 'llm.models'],
  ['POST', '/api/llm/tokens/count', 'llm.tokens-count'],
  ['GET', '/api/git/status', 'git.status'],
  ['GET', '/api/git/diff', 'git.diff'],
  ['GET', '/api/git/log', 'git.log'],
  ['GET', '/api/git/branches', 'git.branch-list'],
  ['POST', '/api/git/branch', 'git.branch-create'],
  ['POST', '/api/git/stash', 'git.stash-save'],
  ['GET', '/api/git/stash', 'git.stash-list'],
  ['POST', '/api/git/stash/pop', 'git.stash-pop'],
]

test.each(promised)('%s %s is answered by %s alone', (method, path, operation) => {
  const answering = entries.filter(({ routes }) => routes.some((each) => each.method === method && each.path === path))
  expect(answering.map(({ id }) => id)).toEqual([operation])
})

test('no two operations claim one route, whatever they call its parameters', () => {
  const all = entries.flatMap(({ id, routes }) =>
    routes.map(({ method, path }) => ({ id, shape: `${method} ${path.replace(/:[^/]+/g, ':')}` })),
  )
  const twice = all.filter(({ shape }, i) => all.findIndex((each) => each.shape === shape) !== i)
  expect(twice).toEqual([])
})

test('every parameter of a route is a field of its operation', () => {
  const wrong = entries.flatMap(({ id, input, routes }) =>
    routes.flatMap(({ path }) =>
      [...path.matchAll(/:([^/]+)/g)]
        .map(([, name = '']) => name)
        .filter((name) => !input.properties?.[name])
        .map((name) => `${id}: ${name}`),
    ),
  )
  expect(wrong).toEqual([])
})
