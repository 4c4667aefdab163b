import { argumentsOf } from '../choosing/arguments.ts'
import { borrower } from '../choosing/borrowing.ts'
import { choose } from '../choosing/choose.ts'
import type { Problem } from '../choosing/frame.ts'
import { beginsWithOrder, type Scene } from '../choosing/judge.ts'
import { tokenConcept } from '../tokens/request-tokens.ts'
import { type Token, textOf } from '../tokens/token.ts'
import { isForeign } from '../words/foreign.ts'
import { tradeWords } from '../words/trade-words.ts'
import { deleting } from './deletions.ts'
import { destructiveQuestion } from './questions.ts'

/** How likely an operation has to be by how people say it, and how well it has to be meant, to ask for what it lacks. */
const meant = { like: 0.6, fit: 0.9 }

/** The same where every word of the request is one of it. */
const certain = 0.65

/** What is deleted by no name: a pattern, or all there is. */
const unnamed = /^(?:everything|anything|all|lot|stuff|things|them|these|those)$/

/** Whether a deletion is ordered of what nobody names: `rm notes/*`, `delete everything`. */
const deletesUnnamed = (tokens: readonly Token[], scene: Scene): boolean =>
  beginsWithOrder(tokens, scene) &&
  tokens.some((token, at) => {
    const next = tokens.slice(at + 1).find(({ word }) => !/^(?:the|my|our|of|it)$/.test(word))
    return (
      token.kind === 'word' &&
      deleting.has(tokenConcept(token)) &&
      next !== undefined &&
      (next.kind === 'glob' || unnamed.test(next.word))
    )
  })

/**
 * What is asked of a request of which rules make nothing, though it is no question what was meant: for the argument that
 * is missing, or for the one thing that is to be deleted.
 */
export const ratherAsked = (
  tokens: readonly Token[],
  scene: Scene,
): Pick<Problem, 'question' | 'candidates'> | undefined => {
  const { world, vocabulary } = scene
  if (deletesUnnamed(tokens, scene)) return destructiveQuestion(textOf(tokens), [])
  const [likeliest] = [...vocabulary.likeness.operations(tokens, world, vocabulary)].filter(
    ([, share]) => share > meant.like,
  )
  const choice = choose({ ...scene, tokens }, 'order').find(({ subject }) => subject.id === likeliest?.[0])
  if (!likeliest || !choice || choice.subject.excluded !== undefined) return undefined
  const isTrade = ({ word, stem }: Token): boolean => tradeWords.has(word) || tradeWords.has(stem)
  if (tokens.some((token) => isForeign(choice.subject, token)) || choice.leftover.some(isTrade)) return undefined
  if (choice.subject.effect === 'delete' && /^(?:when|how|why|what|who|where)$/.test(tokens[0]?.word ?? ''))
    return undefined
  const isWhole = choice.explained === 1 && choice.leftover.length === 0 && likeliest[1] > certain
  if (choice.meant < meant.fit && !isWhole) return undefined
  const frame = { choice, near: [], likelier: undefined, tokens, joint: 'start' as const, item: false }
  const borrowed = borrower({ frame, next: [], made: [], earlier: [], aside: [], world })
  const steps = argumentsOf(choice, { world, tokens, borrowed, fresh: () => false })
  return 'question' in steps ? { question: steps.question, candidates: steps.candidates } : undefined
}
