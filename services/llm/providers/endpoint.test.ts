import { expect, test } from 'bun:test'
import { endpointOf } from './endpoint.ts'

test.each([
  ['anthropic', 'https://api.anthropic.com', 'https://api.anthropic.com/v1'],
  ['anthropic', 'https://api.anthropic.com/v1/', 'https://api.anthropic.com/v1'],
  ['anthropic', 'https://gateway.example/anthropic', 'https://gateway.example/anthropic/v1'],
  ['openai', 'https://api.openai.com/v1', 'https://api.openai.com/v1'],
  ['google', 'https://generativelanguage.googleapis.com', 'https://generativelanguage.googleapis.com/v1beta'],
  ['google', 'https://generativelanguage.googleapis.com/v1alpha', 'https://generativelanguage.googleapis.com/v1alpha'],
  ['ollama', 'http://127.0.0.1:11434', 'http://127.0.0.1:11434/api'],
  ['ollama', 'http://127.0.0.1:11434/api', 'http://127.0.0.1:11434/api'],
  ['openai-compatible', 'http://127.0.0.1:8000/openai/v1//', 'http://127.0.0.1:8000/openai/v1'],
] as const)('%s at %s is asked at %s', (type, baseUrl, endpoint) => {
  expect(endpointOf({ type, baseUrl })).toBe(endpoint)
})
