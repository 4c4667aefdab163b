import type { PlannedStep } from '../planner/asking/outcome.ts'
import { framesOf } from '../planner/choosing/frames.ts'
import type { Scene } from '../planner/choosing/judge.ts'
import { withFronted } from '../planner/clauses/fronted.ts'
import { lookingIn } from '../planner/clauses/looking.ts'
import { type Segment, segmentsOf } from '../planner/clauses/segments.ts'
import { stanceOf } from '../planner/clauses/stance.ts'
import { planConversation } from '../planner/plan-conversation.ts'
import { type Surroundings, tidyPath, type World, worldOf } from '../planner/surroundings.ts'
import { isContent, requestTokens } from '../planner/tokens/request-tokens.ts'
import type { Subject, Vocabulary } from '../planner/words/vocabulary.ts'
import { quotedIn } from './quote.ts'

/** What a step of a draft is held against. */
export type Asked = Pick<PlannedStep, 'operation' | 'input'> & { says: string }

/** What somebody ordered, as far as it has to be certain before a model may plan it. */
export interface Orders {
  /** Whether exactly this deletion is ordered. */
  deletes(step: Asked, steps: readonly Asked[]): boolean
  /** Whether words that a step quotes order a change. */
  changes(step: Asked): boolean
}

/** Verbs that ask to see something as well as to have it made. */
const fetching = /^(?:get|give)$/

const questions: ReadonlySet<string> = new Set(['question', 'hypothetical', 'permission'])

/** Whether people ask an operation something, although it leaves something behind: `what would change in dev`. */
const answers = ({ entry: { phrases } }: Subject, scene: Scene): boolean =>
  phrases.some((phrase) => questions.has(stanceOf(requestTokens(phrase, scene.vocabulary, scene.world).tokens, false)))

/** An input as it is compared: without what is so by itself, and with references by what they refer to. */
const plainly = (subject: Subject, input: unknown, operationOf: (id: string) => string | undefined): string => {
  const plain = (value: unknown): unknown => {
    if (typeof value === 'string') return tidyPath(value)
    if (Array.isArray(value)) return value.map(plain)
    if (typeof value !== 'object' || value === null) return value
    const from = '$from' in value ? value.$from : undefined
    if (typeof from === 'object' && from !== null && 'step' in from && 'pointer' in from)
      return { from: operationOf(String(from.step)), pointer: from.pointer }
    return Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, each]) => [name, plain(each)])
  }
  const usual = new Map(subject.fields.map((field) => [field.name, field.default]))
  return JSON.stringify(
    plain(
      Object.fromEntries(
        Object.entries(input ?? {}).filter(([name, value]) => value !== undefined && usual.get(name) !== value),
      ),
    ),
  )
}

/** A request, taken apart into what may order something. */
const clausesOf = (request: string, world: World, vocabulary: Vocabulary) => {
  const { tokens } = requestTokens(request, vocabulary, world)
  const scene: Scene = { request, world, vocabulary }
  const segments = withFronted(segmentsOf(tokens))
  const { frames } = framesOf(tokens, segments, scene)

  const looks = ({ tokens: said }: Segment): boolean => {
    const { verbs } = lookingIn(said, vocabulary.verbs)
    const last = Math.max(...verbs)
    if (verbs.size === 0 || said.some(({ word }, at) => /^(?:in|on)to$/.test(word) && at > last + 1)) return false
    const frame = frames.find((each) => each.tokens.some(({ start }) => said.some((token) => token.start === start)))
    return frame ? frame.choice.subject.effect === 'read' : !fetching.test(said[last]?.word ?? '')
  }
  /** The clauses that a quotation touches, each time that the request has it. */
  const quoted = (says: string): readonly (readonly Segment[])[] =>
    quotedIn(request, says).map(({ start, end }) =>
      segments.filter(({ tokens: said }) =>
        said.some((token) => isContent(token) && token.start < end && token.end > start),
      ),
    )
  return { segments, looks, quoted }
}

/**
 * What requests order, the last of them in the light of those before, by what the built-in planner knows.
 *
 * A deletion is ordered where the built-in planner itself plans it, with the same arguments and nothing besides: it is the
 * one that knows what is turned down, supposed, reported, conditional or for later, and whatever it doubts is a question.
 * A model may plan more beside it, as far as the built-in planner could have planned the whole. What else changes
 * something is ordered by the clause that the step quotes: it has to be an order, and not one to see something. There a
 * model may know more than the built-in planner: other words, and what to make of them. Where the built-in planner finds
 * that all of a request only looks, nothing is changed, unless the operation is one that people put questions to.
 */
export const ordersIn = (requests: readonly string[], surroundings: Surroundings, vocabulary: Vocabulary): Orders => {
  const world = worldOf(surroundings)
  const built = planConversation(requests, surroundings, vocabulary)
  const planned = built.kind === 'plan' ? built.steps : []
  const onlyLooks = built.kind === 'plan' && planned.every(({ effect }) => effect === 'read')
  const all = requests.map((request) => clausesOf(request, world, vocabulary))
  const orders = ({ looks }: ReturnType<typeof clausesOf>, segment: Segment): boolean =>
    stanceOf(segment.tokens, segment.asks) === 'order' && !looks(segment)
  const isAnswered = ({ tokens, asks }: Segment): boolean => {
    const stance = stanceOf(tokens, asks)
    return stance === 'order' || questions.has(stance)
  }
  const last = all.at(-1)
  const mayChange = last !== undefined && !onlyLooks && last.segments.some((segment) => orders(last, segment))

  return {
    deletes(step, steps) {
      const subject = vocabulary.byId.get(step.operation)
      if (!subject || !requests.some((request) => quotedIn(request, step.says).length > 0)) return false
      const own = plainly(subject, step.input, (id) => steps[Number(id) - 1]?.operation)
      return planned.some(
        ({ operation, input }) =>
          operation === step.operation &&
          plainly(subject, input, (id) => planned.find((each) => each.id === id)?.operation) === own,
      )
    },
    changes({ operation, says }) {
      if (planned.some((each) => each.operation === operation)) return true
      const subject = vocabulary.byId.get(operation)
      const answered = subject !== undefined && answers(subject, { request: '', world, vocabulary })
      if (!answered && !mayChange) return false
      return all.some((clauses) =>
        clauses
          .quoted(says)
          .some(
            (touched) =>
              touched.length > 0 &&
              touched.every((segment) => (answered ? isAnswered(segment) : orders(clauses, segment))),
          ),
      )
    },
  }
}
