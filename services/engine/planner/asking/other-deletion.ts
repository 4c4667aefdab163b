import type { Made } from '../choosing/borrowing.ts'
import type { Choice } from '../choosing/choose.ts'
import type { Problem } from '../choosing/frame.ts'
import type { Scene } from '../choosing/judge.ts'
import { type Token, textOf } from '../tokens/token.ts'
import { stemOf } from '../words/stem.ts'
import type { Subject } from '../words/vocabulary.ts'

/** How likely a deletion of another kind has to be, and how unlikely the one that was understood, for a question. */
const likely = 0.6
const unlikely = 0.25

/** What an operation deletes, by its name: `branch` of `git.branch-delete`. */
const kindsOf = ({ id }: Subject): readonly string[] => (id.split('.')[1] ?? '').split('-').slice(0, -1).map(stemOf)

/**
 * Asks what kind of thing is to be deleted, where people who say it so far rather mean another one: a branch has the
 * name in `delete hotfix`, and most who say no more mean a file. Whoever says the kind, or just looked at things of that
 * kind, is not asked.
 */
export const kindDoubt = (
  { subject, like }: Choice,
  tokens: readonly Token[],
  { request, world, vocabulary }: Scene,
  { all, earlier }: { all: readonly Token[]; earlier: readonly Made[] },
): Problem | undefined => {
  if (subject.effect !== 'delete' || like === undefined || like >= unlikely) return undefined
  const kinds = kindsOf(subject)
  const said = [...all.map(({ stem }) => stem), ...earlier.flatMap((made) => kindsOf(made.subject))]
  if (said.some((stem) => kinds.includes(stem))) return undefined
  const shares = vocabulary.likeness.operations(tokens, world, vocabulary)
  const other = vocabulary.subjects.find(
    (each) => each !== subject && each.effect === 'delete' && (shares.get(each.id) ?? 0) > likely,
  )
  return (
    other && {
      question: `Which do you mean by "${textOf(tokens) || request}": ${subject.id} or ${other.id}?`,
      candidates: [subject, other].map(({ id, summary }) => `${id}: ${summary}`),
    }
  )
}
