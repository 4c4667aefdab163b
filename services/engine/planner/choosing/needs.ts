import { mayHandOn } from '../clauses/handed-work.ts'
import { segmentsOf } from '../clauses/segments.ts'
import { inPlainWords } from '../in-plain-words.ts'
import { typedFor } from '../shell/shell-lines.ts'
import { worldOf } from '../surroundings.ts'
import { requestTokens } from '../tokens/request-tokens.ts'
import type { Vocabulary } from '../words/vocabulary.ts'
import { choose } from './choose.ts'

/** What a planner may want to know of the surroundings. */
export type Need = 'files' | 'project' | 'branches' | 'stashes' | 'agents' | 'tools' | 'models' | 'records'

const needed: Readonly<Record<string, readonly Need[]>> = {
  root: ['files'],
  code: ['files'],
  file: ['files'],
  path: ['files'],
  directory: ['files'],
  'spec-file': ['files'],
  image: ['files'],
  'terraform-plan-file': ['files'],
  region: ['project'],
  environment: ['project'],
  branch: ['branches'],
  commit: ['branches'],
  back: ['branches'],
  stash: ['stashes'],
  agent: ['agents'],
  tool: ['tools'],
  model: ['models'],
  artifact: ['records'],
  plan: ['records'],
  'any-plan': ['records', 'files'],
}

/** How many of the operations that a part of a request may mean are asked what they want to know. */
const closest = 3

/** What a request makes it worth to look at, found out from its words alone. */
export const needsOf = (said: string, vocabulary: Vocabulary): ReadonlySet<Need> => {
  const request = inPlainWords(said)
  const world = worldOf({})
  const { tokens } = requestTokens(request, vocabulary, world)
  const subjects = segmentsOf(tokens).flatMap((segment) =>
    choose({ tokens: segment.tokens, request, world, vocabulary }, 'order')
      .slice(0, closest)
      .map(({ subject }) => subject),
  )
  subjects.push(...typedFor(request, vocabulary))
  const workers: readonly Need[] = mayHandOn(request) ? ['agents', 'tools', 'models'] : []
  return new Set([...workers, ...subjects.flatMap(({ fields }) => fields.flatMap(({ kind }) => needed[kind] ?? []))])
}
