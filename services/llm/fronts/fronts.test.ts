import { expect, test } from 'bun:test'
import { type ErrorData, NimbusError } from '@nimbus/kernel/define'
import fc from 'fast-check'
import { anthropicFault } from '../formats/anthropic-answer.ts'
import { openAiFault } from '../formats/openai-answer.ts'
import { readOpenAiRequest } from '../formats/openai-request.ts'
import { fronts } from './fronts.ts'

const error = (code: string, exit: number, next?: string): ErrorData => ({
  code,
  message: 'It broke',
  exit,
  ...(next ? { next } : {}),
})

test.each([
  ['invalid-input', 2, 400, 400],
  ['unknown-model', 2, 404, 404],
  ['token-needed', 4, 401, 401],
  ['denied', 4, 403, 403],
  ['approval-needed', 3, 403, 403],
  ['over-budget', 4, 429, 429],
  ['rate-limited', 4, 429, 429],
  ['body-too-large', 2, 413, 413],
  ['missing-key', 5, 503, 503],
  ['invalid-llm-config', 2, 503, 503],
  ['nobody-answers', 1, 500, 500],
] as const)('%s (exit %d) is %d to clients of OpenAI and %d to those of Anthropic', (code, exit, openai, anthropic) => {
  expect(openAiFault(error(code, exit)).status).toBe(openai)
  expect(anthropicFault(error(code, exit)).status).toBe(anthropic)
})

test('clients that try again by themselves are told when that helps', () => {
  expect(openAiFault(error('rate-limited', 4, 'try again in 41 s, or raise it')).headers).toEqual({
    'retry-after': '41',
  })
  expect(openAiFault(error('rate-limited', 4, 'try again in 1 min, or raise it')).headers).toEqual({
    'retry-after': '60',
  })
  expect(openAiFault(error('over-budget', 4, 'it begins anew at midnight (in 5 h)')).headers).toEqual({
    'x-should-retry': 'false',
  })
  expect(openAiFault(error('nobody-answers', 1)).headers).toEqual({})
})

test('an error says all four parts in its message', () => {
  const whole = { code: 'x', message: 'It broke', at: 'here', why: 'it was old', next: 'get a new one', exit: 1 }
  expect(openAiFault(whole).body.error.message).toBe('It broke (here). it was old. get a new one')
})

test('agent:<name> asks for an agent, auto for nobody, and anything else for a model', () => {
  const asked = (model: string) => {
    const { messages: _, ...rest } = readOpenAiRequest({ model, messages: [{ role: 'user', content: 'x' }] }).chat
    return rest
  }
  expect(asked('agent:reviewer')).toEqual({ agent: 'reviewer' })
  expect(asked('auto')).toEqual({})
  expect(asked('openai/gpt-6-luna')).toEqual({ model: 'openai/gpt-6-luna' })
})

test.each(fronts.map((front) => [front.kind === 'http' ? front.path : front.type, front] as const))(
  '%s understands a body or says with exit 2 what is wrong with it',
  (_name, front) => {
    const message = fc.record(
      {
        role: fc.constantFrom('user', 'assistant', 'system', 'tool'),
        content: fc.anything(),
        tool_calls: fc.anything(),
      },
      { requiredKeys: [] },
    )
    const body = fc.oneof(
      fc.anything(),
      fc.record({ model: fc.string(), max_tokens: fc.integer(), messages: fc.array(message), tools: fc.anything() }),
    )
    fc.assert(
      fc.property(body, (value) => {
        try {
          const call =
            front.kind === 'http' ? front.open({ body: value, headers: new Headers(), path: {} }) : front.open(value)
          expect(call).toHaveProperty('input')
        } catch (thrown) {
          if (!(thrown instanceof NimbusError)) throw thrown
          expect(thrown.data.exit).toBe(2)
        }
      }),
    )
  },
)
