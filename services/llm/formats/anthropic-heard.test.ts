import { expect, test } from 'bun:test'
import { plausibleUsage } from '../conversation/plausible.ts'
import { hearAnthropic, hearAnthropicEvent } from './anthropic-heard.ts'
import type { Heard } from './format.ts'

const usage = {
  input_tokens: 5,
  cache_read_input_tokens: 7,
  cache_creation_input_tokens: 100,
  cache_creation: { ephemeral_5m_input_tokens: 60, ephemeral_1h_input_tokens: 40 },
  output_tokens: 1,
}

test('what a cache takes for an hour is told apart, and never more than it took', () => {
  const whole = { content: [{ type: 'text', text: 'Yes.' }], stop_reason: 'end_turn' }
  expect(hearAnthropic({ ...whole, usage })?.usage).toMatchObject({ cachedWrite: 100, hourWrite: 40 })
  const odd = { ...usage, cache_creation: { ephemeral_1h_input_tokens: 4000 } }
  expect(hearAnthropic({ ...whole, usage: odd })?.usage).toMatchObject({ cachedWrite: 100, hourWrite: 100 })
  const { cache_creation: _parts, ...plain } = usage
  expect(hearAnthropic({ ...whole, usage: plain })?.usage).not.toHaveProperty('hourWrite')
})

test('in a stream it stands in the first event, and what comes later does not take it away', () => {
  const heard: Heard = { text: '', finish: 'other', ended: false }
  hearAnthropicEvent({ type: 'message_start', message: { usage } }, heard)
  hearAnthropicEvent({ type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 9 } }, heard)
  expect(heard.usage).toMatchObject({ input: 5, cachedWrite: 100, hourWrite: 40, output: 9 })
})

test('a count that cannot be leaves no usage, whichever event says it', () => {
  const heard: Heard = { text: '', finish: 'other', ended: false }
  hearAnthropicEvent({ type: 'message_start', message: { usage: { ...usage, input_tokens: 1e300 } } }, heard)
  hearAnthropicEvent({ type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 9 } }, heard)
  expect(heard.usage && plausibleUsage(heard.usage)).toBeUndefined()
  const hours = { ...usage, cache_creation: { ephemeral_1h_input_tokens: -1 } }
  const whole = hearAnthropic({ content: [], usage: hours })
  expect(whole?.usage && plausibleUsage(whole.usage)).toBeUndefined()
})
