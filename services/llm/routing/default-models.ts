import type { ProviderType } from '../config/settings.ts'

/**
 * What is asked of a provider when nothing is configured but its key: its newest large general model, and its newest
 * small one for simple tasks. Hosts of models that their owner chose have none.
 *
 * Chosen from the shipped catalogue as read on 2026-11-21; a test checks that it knows each of them, with a price.
 */
export const defaultModels: Readonly<Record<ProviderType, readonly string[]>> = {
  anthropic: ['claude-sonnet-5-5', 'claude-haiku-5-5'],
  openai: ['gpt-6.1-sol', 'gpt-6-luna'],
  google: ['gemini-4-argon', 'gemini-3.8-flash'],
  ollama: [],
  'openai-compatible': [],
}
