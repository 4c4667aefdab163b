import type { LanguageModelV4Message, LanguageModelV4Prompt } from '@ai-sdk/provider'

/** A request that Ollama cannot be asked. */
class UnsupportedFunctionality extends Error {
  override readonly name = 'UnsupportedFunctionality'
}

const user = (message: Extract<LanguageModelV4Message, { role: 'user' }>): LanguageModelV4Message => {
  const { content } = message
  const files = content.filter((part) => part.type === 'file')
  if (files.some(({ data }) => data.type === 'url'))
    throw new UnsupportedFunctionality('it takes images as bytes, not by their address')
  // Its client sends a list in place of a text for a message that has none, which Ollama refuses.
  return files.length === content.length ? { ...message, content: [...content, { type: 'text', text: ' ' }] } : message
}

/**
 * A prompt as Ollama's client can send it. Raises an error for an image by its address: Ollama fetches nothing
 * (https://github.com/ollama/ollama/blob/main/docs/api.md, read 2026-11).
 */
export const ollamaPrompt = (prompt: LanguageModelV4Prompt): LanguageModelV4Prompt =>
  prompt.map((message) => (message.role === 'user' ? user(message) : message))
