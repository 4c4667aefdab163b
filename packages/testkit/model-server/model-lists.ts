/** Names of models that each provider lists, by the format of its list. */
export interface ModelLists {
  anthropic: readonly string[]
  openai: readonly string[]
  google: readonly string[]
  ollama: readonly string[]
}

/** What the server lists unless a test says otherwise. */
export const usualModels: ModelLists = {
  anthropic: ['claude-sonnet-4-5', 'claude-haiku-4-5'],
  openai: ['gpt-4o', 'gpt-4o-mini'],
  google: ['gemini-2.5-pro', 'gemini-2.5-flash'],
  ollama: ['llama3.2:latest'],
}

/** The body of a list, as each provider writes it. */
export const modelList: { readonly [Name in keyof ModelLists]: (ids: readonly string[]) => unknown } = {
  anthropic: (ids) => ({
    data: ids.map((id) => ({ type: 'model', id, display_name: id, created_at: '2025-09-29T00:00:00Z' })),
    has_more: false,
    first_id: ids.at(0) ?? null,
    last_id: ids.at(-1) ?? null,
  }),
  openai: (ids) => ({
    object: 'list',
    data: ids.map((id) => ({ id, object: 'model', created: 1_715_367_049, owned_by: 'system' })),
  }),
  google: (ids) => ({
    models: ids.map((id) => ({
      name: `models/${id}`,
      version: '001',
      displayName: id,
      inputTokenLimit: 1_048_576,
      outputTokenLimit: 65_536,
      supportedGenerationMethods: ['generateContent', 'countTokens'],
    })),
  }),
  ollama: (ids) => ({
    models: ids.map((id) => ({
      name: id,
      model: id,
      modified_at: '2026-10-01T12:00:00.000000Z',
      size: 2_019_393_189,
      digest: 'a80c4f17acd55265feec403c7aef86be0c25983ab279d83f3bcd3abbcb5b8b72',
      details: { format: 'gguf', family: 'llama', parameter_size: '3.2B', quantization_level: 'Q4_K_M' },
    })),
  }),
}
