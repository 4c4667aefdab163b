import { expect, test } from 'bun:test'
import { baseUrlOf, isLocal } from './base-url.ts'
import type { ProviderType } from './settings.ts'

test.each<[ProviderType, string, string | undefined]>([
  ['anthropic', 'https://api.anthropic.com', 'https://api.anthropic.com/v1'],
  ['anthropic', 'https://proxy.example/claude/', 'https://proxy.example/claude/v1'],
  ['anthropic', 'https://proxy.example/v1/', 'https://proxy.example/v1'],
  ['openai', 'http://127.0.0.1:8080', 'http://127.0.0.1:8080/v1'],
  ['openai', 'https://proxy.example/openai', 'https://proxy.example/openai'],
  ['google', 'https://proxy.example', 'https://proxy.example/v1beta'],
  ['ollama', 'gpu-box', 'http://gpu-box:11434'],
  ['ollama', 'gpu-box:8080', 'http://gpu-box:8080'],
  ['ollama', ':8080', 'http://127.0.0.1:8080'],
  ['ollama', '0.0.0.0', 'http://127.0.0.1:11434'],
  ['ollama', 'https://ollama.example/', 'https://ollama.example'],
  ['openai-compatible', 'http://127.0.0.1:8000', 'http://127.0.0.1:8000'],
  ['openai-compatible', 'file:///etc/passwd', undefined],
  ['openai-compatible', 'https://host/#x', undefined],
])('for %s the address %s is %s', (type, written, expected) => {
  expect(baseUrlOf(type, written)).toBe(expected)
})

test('only the loopback is local, however it is spelled', () => {
  for (const url of [
    'http://localhost:1',
    'http://127.0.0.1',
    'http://127.1.2.3',
    'http://[::1]:1',
    'http://2130706433',
  ])
    expect(isLocal(url)).toBe(true)
  for (const url of ['http://127.evil.example', 'http://localhost.evil.example', 'http://10.0.0.1', 'http://0.0.0.0'])
    expect(isLocal(url)).toBe(false)
})
