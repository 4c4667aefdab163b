import type { HttpFront } from '@nimbus/kernel/define'
import { anthropicFault } from '../formats/anthropic-answer.ts'
import { openAiFault } from '../formats/openai-answer.ts'
import { anyModel } from '../formats/wanted-model.ts'

interface Listed {
  provider: string
  id: string
}

/** Names to ask for: the plain one where a single provider has it. The router's own choice comes first. */
const namesOf = (models: readonly Listed[]): { name: string; provider: string }[] => {
  const times = new Map<string, number>()
  for (const { id } of models) times.set(id, (times.get(id) ?? 0) + 1)
  return [
    { name: anyModel, provider: 'nimbus' },
    ...models.map(({ provider, id }) => ({ name: times.get(id) === 1 ? id : `${provider}/${id}`, provider })),
  ]
}

const openAiList = (models: readonly Listed[]) => ({
  object: 'list',
  data: namesOf(models).map(({ name, provider }) => ({ id: name, object: 'model', created: 0, owned_by: provider })),
})

const anthropicList = (models: readonly Listed[]) => {
  const data = namesOf(models).map(({ name }) => ({
    type: 'model',
    id: name,
    display_name: name,
    // When it was made is not known.
    created_at: '1970-01-01T00:00:00Z',
  }))
  return { data, has_more: false, first_id: data[0]?.id ?? null, last_id: data.at(-1)?.id ?? null }
}

/** `GET /v1/models`, in the format of whichever client asks: Anthropic's names the version of its API. */
export const models: HttpFront = {
  kind: 'http',
  method: 'GET',
  path: '/v1/models',
  operation: 'llm.models',
  summary: 'The models that can be asked, in the format of OpenAI or Anthropic',
  open({ headers }) {
    const isAnthropic = headers.has('anthropic-version')
    const fault = isAnthropic ? anthropicFault : openAiFault
    const list = isAnthropic ? anthropicList : openAiList
    return {
      input: {},
      // The pipeline checked the data against the output of the operation.
      answer: ({ error, data }) =>
        error ? fault(error) : { status: 200, body: list((data as { models: readonly Listed[] }).models) },
    }
  },
  fault: openAiFault,
}
