import type { Token, TokenKind } from '../tokens/token.ts'
import { conceptOf } from '../words/concepts.ts'
import { stemOf } from '../words/stem.ts'
import { vagueVerbs } from '../words/verbs.ts'
import { reason } from './stance.ts'

/** How a segment goes on from the one before: a new thought, or more of the same. */
export type Joint = 'start' | 'weak' | 'strong' | 'then'

/** A part of a request between two marks or words that join. */
export interface Segment {
  tokens: readonly Token[]
  /** Where it begins and ends among all pieces. */
  from: number
  to: number
  joint: Joint
  /** A line that is an item of a list. */
  item: boolean
  /** It limits what goes before. */
  but: boolean
  /** It ends with a question mark. */
  asks: boolean
}

const weakMarks = new Set([',', '+', '&', '/', '(', ')'])
const weakWords = new Set(['and', 'also', 'plus', 'und', 'nor'])
/** Marks between a name and its value. */
const assigning = new Set(['=', '->', '→', '=>'])

const thenWords = new Set(['then', 'afterwards', 'finally', 'next', 'dann', 'subsequently', 'thereafter'])
const strongWords = new Set(['but', 'however'])

const isBullet = ({ kind, text }: Token): boolean => kind === 'mark' && /^(?:[-*•]|\d{1,2}[.)])$/.test(text)

/** Kinds of pieces of which a list is no two thoughts. */
const listed: ReadonlySet<TokenKind> = new Set(['record', 'path', 'sha', 'cidr', 'region', 'address'])

/** What figures are told apart by. */
const measures = /^(?:day|week|month|year|agent|model|provider|tool|project|outcome|service|region|environment)s?$/

/** What figures are told of, and what a pair of those is told by: `task and run statistics`, `stats of tasks and runs`. */
const told = '(?:task|run|agent|tool|model|provider|step|call|plan|conversation)'
const figures = '(?:statistics|stats|numbers|counts|figures|metrics|totals)'
const figuresOf = new RegExp(
  `^(?:\\S+ )*?${told} and ${told} ${figures}$|\\b${figures} (?:of|on|for|about) ${told}s and ${told}s$`,
)

/** Words that join only where something follows that they join to: not `the next commit`. */
const joins = (tokens: readonly Token[], at: number, words: ReadonlySet<string>): boolean => {
  const [before, token, after] = [tokens[at - 1], tokens[at], tokens[at + 1]]
  if (token?.kind !== 'word' || !words.has(token.word) || !after || after.kind === 'mark') return false
  // Two of a kind are one list: `a.md and b.md`.
  if (token.word === 'and' && before?.kind === after.kind && listed.has(after.kind)) return false
  // What something is of, with a limit for both: `statistics of tasks and runs of the last week`.
  const pair = tokens.slice(Math.max(0, at - 2), at + 3).map(({ word }) => word)
  if (/^of \w+s and \w+s (?:of|in|since|from|during|this|last)$/.test(pair.join(' '))) return false
  const around = tokens.slice(Math.max(0, at - 3), at + 3).map(({ word }) => word)
  if (token.word === 'and' && (figuresOf.test(around.join(' ')) || figuresOf.test(around.slice(0, -1).join(' '))))
    return false
  // What is counted: `how many tasks and runs did we have`.
  if (
    token.word === 'and' &&
    /^how many \w+s$/.test(
      tokens
        .slice(Math.max(0, at - 3), at)
        .map(({ word: each }) => each)
        .join(' '),
    )
  )
    return false
  // What something is told apart by: `by project and month`.
  const what = /^(?:by|per)$/.test(after.word) ? tokens[at + 2]?.word : after.word
  if (token.word === 'and' && /^(?:by|per|each)$/.test(tokens[at - 2]?.word ?? '') && measures.test(what ?? ''))
    return false
  return (
    (token.word === 'and' || !['the', 'my', 'our', 'that', 'this', 'back'].includes(before?.word ?? '')) &&
    !(token.word === 'next' && before?.kind === 'word')
  )
}

/** Whether a word joins the two ends of `between … and …`, or of `from … and`, which are no two parts. */
const joinsEnds = (inside: readonly Token[]): boolean => {
  const start = inside.findLastIndex(({ word }) => word === 'between')
  return start >= 0 && !inside.slice(start).some(({ word }) => word === 'and')
}

/** Whether a reason begins: `because`, `so that`, `in order to`. */
const isReason = (tokens: readonly Token[], at: number): boolean => {
  const first = tokens[at]?.word
  if (first === 'since' || first === 'as') return ['we', 'i', "we're", "i'm"].includes(tokens[at + 1]?.word ?? '')
  // What is to become of a thing is wanted: `so that aws_instance.web is replaced`.
  const end = tokens.findIndex(({ kind }, i) => i > at && kind === 'mark')
  if (first === 'so' && tokens.slice(at, end < 0 ? undefined : end).some(({ kind }) => kind === 'address')) return false
  return (
    (first === 'because' || first === 'so' || first === 'in') &&
    reason.test(
      tokens
        .slice(at, at + 5)
        .map(({ word }) => word)
        .join(' '),
    )
  )
}

/** Whether a comma stands between two values of one list, as people type them behind a flag: `--with vpc,s3`. */
const isTight = (tokens: readonly Token[], at: number): boolean => {
  const [before, comma, after] = [tokens[at - 1], tokens[at], tokens[at + 1]]
  return comma?.text === ',' && before?.end === comma.start && after?.start === comma.end
}

/** Whether a comma stands before what figures are told apart by, which is no thought of its own: `costs, project by project`. */
const isTelling = (tokens: readonly Token[], at: number): boolean => {
  const [what, by, again] = tokens.slice(at + 1, at + 4)
  return tokens[at]?.text === ',' && by?.word === 'by' && what?.word === again?.word && measures.test(what?.word ?? '')
}

/** Words that only say that what was ordered before comes first: `once that is through`, `as soon as it went through`. */
const sequel =
  /^(?:once|when|as soon as|after|if) (?:that|it|this|all that|everything)(?: is|'s| was| has| went| goes)? ?(?:all )?(?:been )?(?:done|through|over|finished|ready|complete|completed|out of the way|in place|succeeded|succeeds|worked|works|went through|ran|run|passed|landed)(?= |$)/

/** The same, where it has to be good besides: `if it is good you save it`. Who goes on is no part of what is ordered. */
const approval =
  /^if (?:that|it|this|everything|all|(?:the|that) \w+)(?: is|'s| looks| seems| comes out)(?: all| really)? (?:good|fine|ok|okay|valid|right|correct|clean|green|in order)(?: (?:then|you|we|please|can|could|just|also))*(?= |$)/

const deletes = new Set(['delete', 'destroy', 'drop'].map((word) => conceptOf(stemOf(word))))

/** How many pieces at a place only say that something comes after what was ordered before. */
const sequelAt = (tokens: readonly Token[], at: number): number => {
  const next = tokens.slice(at, at + 8)
  const mark = next.findIndex(({ kind }) => kind === 'mark')
  const words = (mark < 0 ? next : next.slice(0, mark)).map(({ word }) => word)
  const [done] = sequel.exec(words.join(' ')) ?? []
  // Whether what an apply would do is good is for a person to say.
  const [good] = next.some(({ word }) => word === 'apply') ? [] : (approval.exec(words.join(' ')) ?? [])
  const count = (done ?? good)?.split(' ').length ?? 0
  // For a deletion it is a condition, which nobody may leave out.
  return next.slice(count).some(({ stem }) => deletes.has(conceptOf(stem)) || vagueVerbs.has(stem)) ? 0 : count
}

/** Words with which a clause begins that says when, or around what, something is wanted. */
const accompanying = /^(?:before|while|when|as)$/

/** How a wish begins that nobody takes for a part of the clause before it. */
const wishing =
  /^(?:(?:i'd|we'd|i would|we would) (?:like|love|rather|want)|(?:i|we) (?:only |just )?(?:want|need|wanna) (?:to|a|the)|(?:can|could|would|will) (?:you|i|we) (?:please |just )?\w+|let me (?:see|know|have)|(?:please|kindly) \w+|(?:show|tell|give) me)\b/

/** Words behind which a wish goes on that began before: `when can you show me`. */
const wishedBefore = /^(?:you|i|we|to|can|could|will|would|please|and|or|not|never)$/

/** Whether the clause that began says when a wish comes, and the wish begins here, with no comma between them. */
const wishBegins = (tokens: readonly Token[], from: number, at: number): boolean => {
  if (at <= from + 2 || !accompanying.test(tokens[from]?.word ?? '') || wishedBefore.test(tokens[at - 1]?.word ?? ''))
    return false
  const wish = tokens.slice(at, at + 8)
  // For a deletion it is a condition, which nobody may leave out.
  if (wish.some(({ stem }) => deletes.has(conceptOf(stem)) || vagueVerbs.has(stem))) return false
  return wishing.test(wish.map(({ word }) => word).join(' '))
}

/** Splits pieces into segments. A colon only ends one where the line ends with it. */
export const segmentsOf = (tokens: readonly Token[]): readonly Segment[] => {
  const segments: Segment[] = []
  let from = 0
  let joint: Joint = 'start'
  let item = false
  let but = false
  let skipped = 0
  const close = (to: number, asks = false) => {
    const inside = tokens.slice(from, to)
    if (inside.length > 0) {
      segments.push({ tokens: inside, from, to, joint, item, but, asks })
      joint = 'weak'
      but = false
      item = false
    }
    from = to + 1
  }
  const raise = (to: Joint) => {
    if (joint === 'weak' || (joint === 'strong' && to === 'then')) joint = to
  }
  for (const [at, token] of tokens.entries()) {
    const { kind, text } = token
    if (at < skipped) continue
    const behind = segments.length > 0 || from < at ? sequelAt(tokens, at) : 0
    if (behind > 0 && tokens[at + behind] !== undefined) {
      close(at)
      from = at + behind
      skipped = from
      raise('then')
      continue
    }
    if (kind === 'mark' && (assigning.has(text) || isTight(tokens, at) || isTelling(tokens, at))) continue
    if (kind === 'mark') {
      const said = tokens.slice(from, at)
      // A clause before a colon says something of its own: `money is tight: …`.
      const talk =
        said.length >= 3 &&
        (/^(?:i|we|he|she|they|i'm|you|before|after|while|since|when|as)$/.test(
          said.find(({ word }) => !/^(?:so|and|but|now)$/.test(word))?.word ?? '',
        ) ||
          said.slice(1, 4).some(({ word }) => /^(?:is|are|was|were|has|have|had)$/.test(word)))
      if (text === ':' && !talk && tokens[at + 1] !== undefined && tokens[at + 1]?.text !== '\n') continue
      close(at, text === '?')
      if (!weakMarks.has(text)) raise('strong')
      if (isBullet(token)) item = true
    } else if (joins(tokens, at, thenWords)) {
      close(at)
      raise('then')
    } else if (joins(tokens, at, strongWords)) {
      close(at)
      raise('strong')
      but = true
    } else if (isReason(tokens, at)) {
      close(at)
      from = at
      raise('strong')
    } else if (wishBegins(tokens, from, at)) {
      close(at)
      from = at
      raise('strong')
    } else if (joins(tokens, at, weakWords) && !joinsEnds(tokens.slice(from, at))) close(at)
  }
  close(tokens.length)
  return segments
}
