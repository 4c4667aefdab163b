import type { Choice } from '../choosing/choose.ts'
import { isOrderVerb } from '../clauses/looking.ts'
import type { World } from '../surroundings.ts'
import type { PatternPart } from '../tokens/pattern.ts'
import { isContent, tokenConcept } from '../tokens/request-tokens.ts'
import type { Token } from '../tokens/token.ts'
import { environmentNames } from '../values/environments.ts'
import { conceptOf } from '../words/concepts.ts'
import { stemOf } from '../words/stem.ts'
import { tradeWords } from '../words/trade-words.ts'
import type { Vocabulary } from '../words/vocabulary.ts'

/** Systems and tools that nothing here speaks to: what has to do with one of them is not done. */
const systems = new Set(
  `cloudwatch cloudtrail azure aks gcp gke helm argocd jenkins circleci ansible pulumi cloudformation cdk bicep datadog grafana
prometheus splunk kibana pagerduty sentry jira confluence slack discord snowflake bigquery heroku vercel netlify cloudflare openstack
vmware podman vault okta ldap loki jaeger opsgenie newrelic dynatrace`.split(/\s+/),
)

/** Clouds that no code is generated for. */
const clouds = new Set(['azure', 'gcp', 'google', 'alibaba', 'hetzner', 'digitalocean', 'openstack', 'oracle', 'ovh'])

/** Whether somebody who wants something new says that it is for another cloud. */
export const isElsewhere = ({ subject }: Choice, said: readonly Token[]): boolean =>
  subject.fields.some(({ kind }) => kind === 'region') &&
  said.some(({ kind, word }) => kind === 'word' && clouds.has(word))

/** Words with which what somebody wants to have ends. */
const ending =
  /^(?:of|on|in|at|by|for|from|to|into|onto|with|without|under|against|as|that|which|who|and|or|but|then|where|when|so)$/

/** What an order is to be done with: the words behind its verb up to the first that only says where or how. */
const objectOf = (tokens: readonly Token[], { verbs }: Vocabulary): readonly Token[] => {
  const verb = tokens.findIndex((token) => isContent(token) || isOrderVerb(token, verbs))
  const lead = tokens[verb]
  const behind = !lead || !isOrderVerb(lead, verbs) ? [] : tokens.slice(verb + 1)
  const end = behind.findIndex(({ kind, word }) => kind === 'mark' || ending.test(word))
  return (end < 0 ? behind : behind.slice(0, end)).filter(isContent)
}

/** What any model can write, if one is asked. */
const written = new Set(['poem', 'joke', 'song', 'recipe', 'news', 'weather'])

/** Whether nothing in the catalog is known by a word of the trade. */
const isUnknownTrade = ({ kind, word, stem, ...token }: Token, { speaking }: Vocabulary): boolean => {
  if ((kind !== 'word' && kind !== 'name') || written.has(word)) return false
  if (!tradeWords.has(word) && !tradeWords.has(stem)) return false
  const concept = tokenConcept({ kind, word, stem, ...token })
  return !(speaking.get(concept) ?? []).some(({ concepts }) => (concepts.get(concept) ?? 0) >= 0.7)
}

/** Whether what is to be done is done with something that no operation knows: `open a pull request`, `write a helm chart`. */
export const isOutOfReach = (tokens: readonly Token[], taken: ReadonlySet<Token>, vocabulary: Vocabulary): boolean => {
  if (tokens.some((token) => token.kind === 'word' && systems.has(token.word) && !taken.has(token))) return true
  const object = objectOf(tokens, vocabulary)
  return (
    object.some((token) => isUnknownTrade(token, vocabulary) && !taken.has(token)) &&
    !object.some((token) => taken.has(token))
  )
}

/** Whether a word names something that an operation makes, such as a bucket. */
const isMade = (word: string, subjects: Vocabulary['subjects']): boolean =>
  subjects.some(({ effect, fields }) =>
    fields.some(
      ({ kind, many, values }) =>
        effect !== 'read' &&
        kind === 'choice' &&
        many &&
        values.some(({ patterns }) => patterns.some((pattern) => pattern.length === 1 && says(word, pattern[0]))),
    ),
  )

const says = (word: string, part: PatternPart | undefined): boolean =>
  part !== undefined && 'concept' in part && (part.word === word || part.concept === conceptOf(stemOf(word)))

/** Whether a question is about things in the world that the operation tells nothing of: `which buckets are there`. */
export const asksOfOthers = ({ subject, stance, leftover }: Choice, { subjects }: Vocabulary, world: World): boolean =>
  stance === 'question' &&
  subject.effect === 'read' &&
  leftover.some(
    ({ word, kind }) =>
      (kind === 'word' || kind === 'name') &&
      (word === 'aws' || isMade(word, subjects) || environmentNames(word).length > 0) &&
      !world.files.some((file) => file === word),
  )

/** Pieces that belong to the operation or one of its arguments, but for a free text that nobody quoted. */
export const takenBy = ({ subject, readings, taken }: Choice, tokens: readonly Token[]): ReadonlySet<Token> => {
  const texts = subject.fields
    .filter(({ kind }) => kind === 'text' || kind === 'new-file')
    .flatMap(({ name }) => (readings.get(name) ?? []).filter(({ exact }) => !exact))
  return new Set(tokens.filter((_, at) => taken.has(at) && !texts.some(({ from, to }) => from <= at && at < to)))
}
