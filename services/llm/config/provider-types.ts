import type { Provider, ProviderType } from './settings.ts'

/** What is known of a kind of provider before anybody has configured one. */
export interface ProviderKind {
  /** Absent where there is no usual place. With the version in its path, as the vendor's SDK would call it. */
  baseUrl?: string
  /** The path that an address without one gets, so that `https://proxy.example` means what its owner meant. */
  basePath?: string
  /** Variables that hold the address, the first that is set wins. */
  baseUrlVariables: readonly string[]
  /** Variables that hold the key, the first that is set wins. */
  keyVariables: readonly string[]
  /** Whether a call without a key is worth trying. */
  keyless: boolean
  /** Whether it serves what its owner put there, which no catalogue lists: any name may be a model of it. */
  servesAnything: boolean
}

/**
 * The kinds of providers, with the variables their own tools read.
 *
 * Sources, read 2026-11: `ANTHROPIC_*`, https://docs.claude.com/en/api/client-sdks; `OPENAI_*`,
 * https://github.com/openai/openai-node; `GOOGLE_GENERATIVE_AI_API_KEY`, https://ai-sdk.dev/providers; `GEMINI_API_KEY`,
 * https://ai.google.dev/gemini-api/docs/api-key; `OLLAMA_HOST`,
 * https://github.com/ollama/ollama/blob/main/envconfig/config.go.
 */
export const providerKinds: Readonly<Record<ProviderType, ProviderKind>> = {
  anthropic: {
    baseUrl: 'https://api.anthropic.com/v1',
    basePath: '/v1',
    baseUrlVariables: ['ANTHROPIC_BASE_URL'],
    keyVariables: ['ANTHROPIC_API_KEY'],
    keyless: false,
    servesAnything: false,
  },
  openai: {
    baseUrl: 'https://api.openai.com/v1',
    basePath: '/v1',
    baseUrlVariables: ['OPENAI_BASE_URL'],
    keyVariables: ['OPENAI_API_KEY'],
    keyless: false,
    servesAnything: false,
  },
  google: {
    baseUrl: 'https://generativelanguage.googleapis.com/v1beta',
    basePath: '/v1beta',
    baseUrlVariables: ['GOOGLE_GENERATIVE_AI_BASE_URL'],
    keyVariables: ['GOOGLE_GENERATIVE_AI_API_KEY', 'GEMINI_API_KEY'],
    keyless: false,
    servesAnything: false,
  },
  ollama: {
    baseUrl: 'http://127.0.0.1:11434',
    baseUrlVariables: ['OLLAMA_HOST'],
    keyVariables: ['OLLAMA_API_KEY'],
    keyless: true,
    servesAnything: true,
  },
  'openai-compatible': {
    baseUrlVariables: ['OPENAI_COMPATIBLE_BASE_URL'],
    keyVariables: ['OPENAI_COMPATIBLE_API_KEY'],
    keyless: true,
    servesAnything: true,
  },
}

/** Whether any name may be a model of a provider. */
export const servesAnything = ({ type }: Pick<Provider, 'type'>): boolean => providerKinds[type].servesAnything

/** Every kind of provider, in the order in which they are listed. */
export const providerTypes: readonly ProviderType[] = ['anthropic', 'openai', 'google', 'ollama', 'openai-compatible']

/**
 * How long a provider may take for one answer, in milliseconds: what the SDKs of Anthropic and OpenAI wait
 * (https://github.com/openai/openai-node#timeouts).
 */
export const answerTimeoutMs = 600_000
