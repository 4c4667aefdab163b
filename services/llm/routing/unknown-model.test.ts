import { expect, test } from 'bun:test'
import { model, provider, settingsOf } from './testing.ts'
import { unknownModel } from './unknown-model.ts'

const settings = settingsOf({
  providers: [
    provider('anthropic', { type: 'anthropic' }),
    provider('openai', { type: 'openai' }),
    provider('ollama', { type: 'ollama' }),
  ],
  models: [model('openai', 'our-own')],
})
const told = (name: string, of?: string) => {
  const { code, message, why, next } = unknownModel(settings, name, of).data
  return [code, message, why, next]
}
const ownOf = (name: string) => `name one of its models: nimbus llm models ${name}`

test.each([
  ['gpt-4o', 'anthropic', 'openai'],
  ['our-own', 'anthropic', 'openai'],
  ['anthropic/claude-sonnet-5-5', 'openai', 'anthropic'],
])('%s is said not to be of %s but of %s', (name, of, owner) => {
  expect(told(name, of)).toEqual([
    'unknown-model',
    `model: ${of} has no model ${name}`,
    `it is a model of ${owner}`,
    `leave the provider out, or ${ownOf(of)}`,
  ])
})

test('the nearest names are those of the provider that was named', () => {
  expect(told('claude-sonet-4-5', 'anthropic').at(-1)).toStartWith('did you mean claude-sonnet-4-5')
  expect(told('claude-sonet-4-5', 'openai').at(-1)).toBe(ownOf('openai'))
  expect(told('gpt-4p').at(-1)).toStartWith('did you mean gpt-4')
})

test('what is near to nothing can be defined, or is a model of one’s own', () => {
  expect(told('zzz')).toEqual([
    'unknown-model',
    'model: no model named zzz is known',
    'it is neither configured nor in the catalogue',
    'define it under models in llm.yaml, with its provider; a model of ollama is ollama/zzz',
  ])
})
