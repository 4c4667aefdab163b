import type { Token } from '../tokens/token.ts'
import { isFiller } from '../words/vocabulary.ts'
import { one, type Reader } from './reading.ts'

const record =
  (letter: string): Reader =>
  (at, { tokens }) => {
    const token = tokens[at]
    return token?.kind === 'record' && token.word.startsWith(`${letter}_`) ? one(token.word, at) : undefined
  }

/** A run, a saved plan, a Terraform plan, a grant, by its id. */
export const readRun = record('r')
export const readSavedPlan = record('p')
export const readTerraformPlan = record('t')
export const readGrant = record('g')

/** A task by its id. */
export const readTask = record('t')

/** A conversation by its id, or the last one. */
export const readConversation: Reader = (at, context) => {
  const found = record('c')(at, context)
  if (found) return found
  const { tokens, field } = context
  const last = ['last', 'latest', 'newest', 'previous'].includes(tokens[at]?.word ?? '')
  const one = ['conversation', 'chat', 'talk', 'discussion', 'session'].includes(tokens[at + 1]?.word ?? '')
  return last && one && typeof field.schema.pattern === 'string' && field.schema.pattern.includes('last')
    ? { value: 'last', from: at, to: at + 2, exact: true }
    : undefined
}

/** An artifact by its id, or by its name where one artifact has it. */
export const readArtifact: Reader = (at, context) => {
  const found = record('a')(at, context)
  if (found) return found
  const { tokens, world } = context
  const token = tokens[at]
  if (token?.kind !== 'path' && token?.kind !== 'name') return undefined
  const named = (world.records ?? []).filter(({ id, about }) => id.startsWith('a_') && about === token.text)
  const [only, ...more] = named
  if (!only) return undefined
  return more.length === 0 ? one(only.id, at) : { ...one(undefined, at, false), several: named.map(({ id }) => id) }
}

/** A plan: a file with its document, or a saved one. */
export const readPlan: Reader = (at, context) => {
  const saved = readSavedPlan(at, context)
  if (saved) return saved
  const token = context.tokens[at]
  return token?.kind === 'path' && /\.json$/i.test(token.text) ? one(token.text, at) : undefined
}

/** The id of an operation. */
export const readOperation: Reader = (at, { tokens }) => {
  const token = tokens[at]
  return token?.kind === 'operation' ? one(token.word, at) : undefined
}

/** Names that are known without looking. */
const usual: Readonly<Record<'agents' | 'tools' | 'models', RegExp>> = {
  agents: /^(?!)/,
  tools: /^(?:claude-code|codex|gemini|aider)$/i,
  models:
    /^(?:(?:anthropic|openai|google|ollama)\/\S+|(?:gpt|claude|gemini|llama|mistral|qwen|deepseek|o\d)[-\d.]\S*)$/i,
}

/** What people call models of one kind, whatever their version. */
const families = new Set(['claude', 'sonnet', 'haiku', 'opus', 'gpt', 'llama', 'qwen', 'gemma'])

/** The models that a word names: by what follows their provider, or by their kind. */
const modelsCalled = (said: string, known: readonly string[]): readonly string[] => {
  const own = (each: string): string => each.split('/').at(-1)?.toLowerCase() ?? ''
  const whole = known.filter((each) => own(each) === said)
  if (whole.length > 0) return whole
  // Without its version: `claude-haiku`.
  const begun = said.includes('-') ? known.filter((each) => own(each).startsWith(`${said}-`)) : []
  return begun.length > 0 || !families.has(said)
    ? begun
    : known.filter((each) => own(each).split(/[-.:]/).includes(said))
}

/** Whether a word is the name of an agent, and not what is asked about agents: `the agent costs`. */
const isCalledAgent = (tokens: readonly Token[], at: number): boolean => {
  const [article, noun, token] = tokens.slice(Math.max(0, at - 2), at + 1)
  return (
    article?.word === 'the' &&
    noun?.word === 'agent' &&
    (token?.kind === 'name' || token?.kind === 'word') &&
    !isFiller(token.word) &&
    !/^(?:costs?|usage|uses?|spend\w*|spent|calls?|stat\w*|tokens?|prices?|budgets?|programs?|configuration|list)$/.test(
      token.word,
    )
  )
}

const named =
  (list: 'agents' | 'tools' | 'models'): Reader =>
  (at, { tokens, world }) => {
    const token = tokens[at]
    if (!token || token.kind === 'mark' || token.kind === 'quoted') return undefined
    const known = world.llm?.[list] ?? []
    const said = token.text.replace(/['’]s$/, '').toLowerCase()
    const exact = known.find((each) => each.toLowerCase() === said)
    if (exact) return one(exact, at)
    // Somebody called so where nobody knows who there is: `the agent reviewer`.
    if (!world.known.models && list === 'agents' && isCalledAgent(tokens, at)) return one(token.text, at)
    if (!world.known.models) return usual[list].test(token.text) ? one(token.text, at) : undefined
    if (list !== 'models' || isFiller(token.word)) return undefined
    const short = modelsCalled(said, known)
    const [only, ...more] = short
    if (only === undefined) return undefined
    return more.length === 0 ? one(only, at) : { ...one(undefined, at, false), several: short }
  }

/** An agent, an agent program, a model that is configured. */
export const readAgent = named('agents')
export const readTool = named('tools')
export const readModel = named('models')

const providers = [
  'anthropic',
  'openai',
  'google',
  'ollama',
  'gemini',
  'mistral',
  'azure',
  'groq',
  'openrouter',
  'deepseek',
]

/** Who offers models. */
export const readProvider: Reader = (at, { tokens, world }) => {
  const token = tokens[at]
  if (token?.kind !== 'word') return undefined
  const known = (world.llm?.models ?? []).flatMap((model) => (model.includes('/') ? [model.split('/')[0]] : []))
  return [...providers, ...known].includes(token.word) ? one(token.word, at) : undefined
}

const keyHolders = [
  ...providers,
  'github',
  'gitlab',
  'aws',
  'slack',
  'npm',
  'dockerhub',
  'cloudflare',
  'datadog',
  'huggingface',
  'cohere',
  'jira',
  'linear',
]

/** What a credential is for. */
export const readKeyHolder: Reader = (at, { tokens }) => {
  const token = tokens[at]
  return token?.kind === 'word' && keyHolders.includes(token.word) ? one(token.word, at) : undefined
}
