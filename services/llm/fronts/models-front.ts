import { type ErrorData, type HttpFront, invalid } from '@nimbus/kernel/define'
import { anthropicFault } from '../formats/anthropic-answer.ts'
import { openAiFault } from '../formats/openai-answer.ts'
import { anyModel } from '../formats/wanted-model.ts'

interface Listed {
  provider: string
  id: string
}

interface Named {
  name: string
  provider: string
}

/** Names to ask for: the plain one where a single provider has it. The router's own choice comes first. */
const namesOf = (models: readonly Listed[]): Named[] => {
  const times = new Map<string, number>()
  for (const { id } of models) times.set(id, (times.get(id) ?? 0) + 1)
  return [
    { name: anyModel, provider: 'nimbus' },
    ...models.map(({ provider, id }) => ({ name: times.get(id) === 1 ? id : `${provider}/${id}`, provider })),
  ]
}

const openAiModel = ({ name, provider }: Named) => ({ id: name, object: 'model', created: 0, owned_by: provider })

const anthropicModel = ({ name }: Named) => ({
  type: 'model',
  id: name,
  display_name: name,
  // When it was made is not known.
  created_at: '1970-01-01T00:00:00Z',
})

const openAiList = (named: readonly Named[]) => ({ object: 'list', data: named.map(openAiModel) })

const anthropicList = (named: readonly Named[]) => {
  const data = named.map(anthropicModel)
  return { data, has_more: false, first_id: data[0]?.id ?? null, last_id: data.at(-1)?.id ?? null }
}

const openAi = { fault: openAiFault, list: openAiList, one: openAiModel }
const anthropic = { fault: anthropicFault, list: anthropicList, one: anthropicModel }

/** The format of whichever client asks: Anthropic's names the version of its API. */
const formatFor = (headers: Headers) => (headers.has('anthropic-version') ? anthropic : openAi)

// The pipeline checked the data against the output of the operation.
const modelsIn = (data: unknown) => (data as { models: readonly Listed[] }).models

/** `GET /v1/models`, in the format of whichever client asks. */
export const models: HttpFront = {
  kind: 'http',
  method: 'GET',
  path: '/v1/models',
  operation: 'llm.models',
  summary: 'The models that can be asked, in the format of OpenAI or Anthropic',
  open({ headers }) {
    const { fault, list } = formatFor(headers)
    return {
      input: {},
      answer: ({ error, data }) => (error ? fault(error) : { status: 200, body: list(namesOf(modelsIn(data))) }),
    }
  },
  fault: openAiFault,
}

/** A model by the name in the list, or with its provider before it, which is always understood. */
const named = (wanted: string, all: readonly Listed[]): Named | undefined => {
  const found = namesOf(all).find(({ name }) => name === wanted)
  if (found) return found
  const full = all.find(({ provider, id }) => `${provider}/${id}` === wanted)
  return full && { name: wanted, provider: full.provider }
}

const unknownName = (wanted: string): ErrorData =>
  invalid('unknown-model', `no model named ${wanted} can be asked`, {
    at: 'model',
    next: 'GET /v1/models lists those that can',
  }).data

/** `GET /v1/models/{model}`, the same of one of them. */
export const model: HttpFront = {
  kind: 'http',
  method: 'GET',
  // Names of models have slashes, which not every client encodes.
  path: '/v1/models/:model{.+}',
  operation: 'llm.models',
  summary: 'One of the models that can be asked, in the format of OpenAI or Anthropic',
  open({ headers, path: { model: wanted = '' } }) {
    const { fault, one } = formatFor(headers)
    return {
      input: {},
      answer({ error, data }) {
        if (error) return fault(error)
        const found = named(wanted, modelsIn(data))
        return found ? { status: 200, body: one(found) } : fault(unknownName(wanted))
      },
    }
  },
  fault: openAiFault,
}
