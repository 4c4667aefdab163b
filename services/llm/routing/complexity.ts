import {
  commonEnglish,
  constraintWords,
  factQuestion,
  filePaths,
  hardTopics,
  reasoningActs,
  routineOrder,
  routineThing,
  smallAnswer,
  stepMarks,
  workVerbs,
} from './complexity-words.ts'
import type { Complexity } from './route.ts'
import { estimateTokens } from './token-estimate.ts'

/** What is known of a task beside its text. */
export interface Surroundings {
  /** How many tools are offered with it. */
  tools: number
}

/** How much of a text is read for words: an order stands at its beginning or its end, what is between is material. */
const readAtStart = 1200
const readAtEnd = 500
const longestRead = 64_000

/** In words: a longer question is rarely after a plain fact. */
const longestFactQuestion = 12

const fence = /```[\s\S]*?(?:```|$)/g
const stackLine = /^\s+at \S+.*:\d+|^Traceback|^\s+File ".+", line \d+|panic:|Exception in thread/gm

const distinct = (text: string, pattern: RegExp): number =>
  new Set((text.match(pattern) ?? []).map((word) => word.trim().toLowerCase())).size
const share = (value: number, full: number): number => Math.min(1, Math.max(0, value / full))

const orderOf = (prose: string): string =>
  prose.length <= readAtStart + readAtEnd ? prose : `${prose.slice(0, readAtStart)}\n${prose.slice(-readAtEnd)}`

/** How clearly the order is for routine work: 0 to 1. */
const routineOf = (order: string): number => {
  if (routineOrder.test(order) || routineThing.test(order) || smallAnswer.test(order)) return 1
  return factQuestion.test(order) && order.trim().split(/\s+/).length <= longestFactQuestion ? 0.8 : 0
}

const featuresOf = (text: string, { tools }: Surroundings): Record<string, number> => {
  const blocks = text.match(fence) ?? []
  const prose = blocks.length > 0 ? text.replace(fence, '\n') : text
  const order = orderOf(prose)
  const tokens = estimateTokens([{ role: 'user', content: text }])
  const codeLines = blocks.reduce((lines, block) => lines + block.split('\n').length - 2, 0)
  const steps = (order.match(stepMarks) ?? []).length + Math.max(0, distinct(order, workVerbs) - 1)
  const acts = distinct(order, reasoningActs)
  return {
    // 64 tokens are a sentence or two, 2,048 are pages.
    length: share(Math.log2(Math.max(1, tokens / 64)), 5),
    code: share(codeLines + 10 * (text.match(stackLine) ?? []).length, 60),
    steps: share(steps, 5),
    files: share(distinct(order, filePaths), 5),
    tools: share(tools, 8),
    // The first word of reasoning says most.
    reasoning: acts === 0 ? 0 : share(1 + acts, 3),
    topic: share(distinct(order, hardTopics), 2),
    constraints: share(distinct(order, constraintWords), 4),
    routine: routineOf(order),
  }
}

/** How much each feature, in full, makes a task hard. Chosen by hand; `llm simulate` shows what they are worth. */
const weights: Readonly<Record<string, number>> = {
  length: 0.25,
  code: 0.3,
  steps: 0.5,
  files: 0.35,
  tools: 0.25,
  reasoning: 0.7,
  topic: 0.5,
  constraints: 0.45,
}
/** Routine work stays routine on a long text, a large file or a hard subject: these count by this much then. */
const subject = ['length', 'code', 'files', 'topic']
const subjectOfRoutine = 0.3
/** Where a task stands that shows nothing: in the middle, because nothing says that it is easy. */
const unremarkable = 0.35
const routineIsWorth = 0.3
const simpleBelow = 0.3
const hardFrom = 0.6

const scoreOf = (features: Readonly<Record<string, number>>): number => {
  const routine = features.routine ?? 0
  let easy = 1 - (unremarkable - routineIsWorth * routine)
  for (const [name, weight] of Object.entries(weights)) {
    const damped = subject.includes(name) ? 1 - (1 - subjectOfRoutine) * routine : 1
    easy *= 1 - weight * damped * (features[name] ?? 0)
  }
  return Math.round((1 - easy) * 1000) / 1000
}

const levelOf = (score: number): 'simple' | 'moderate' | 'hard' =>
  score < simpleBelow ? 'simple' : score < hardFrom ? 'moderate' : 'hard'

const judged = (text: string, features: Readonly<Record<string, number>>): boolean => {
  const words = text.match(/\p{L}+/gu)?.length ?? 0
  if (words === 0) return false
  if (commonEnglish.test(text)) return true
  // Without common words it may be another language, or too little to go by; a word we know settles it.
  return ['routine', 'reasoning', 'topic', 'steps', 'constraints'].some((name) => (features[name] ?? 0) > 0)
}

/**
 * How hard a task is, from features that can be shown: 0 to 1 each, combined as independent reasons to find it hard.
 *
 * `unknown` when there is nothing to go by: no words, or a language that is not English. The text is data: whatever
 * it says, it can only change the figures.
 */
export const complexityOf = (text: string, surroundings: Surroundings = { tools: 0 }): Complexity => {
  const read = text.length > longestRead ? text.slice(0, longestRead) : text
  const features = featuresOf(read, surroundings)
  if (!judged(orderOf(read), features)) return { level: 'unknown', score: scoreOf(features), features }
  const score = scoreOf(features)
  return { level: levelOf(score), score, features }
}

/** How hard a task is by features that were taken from it earlier; unknown without any. */
export const complexityFrom = (features: Readonly<Record<string, number>>): Complexity => {
  const score = scoreOf(features)
  return { level: Object.keys(features).length === 0 ? 'unknown' : levelOf(score), score, features }
}
