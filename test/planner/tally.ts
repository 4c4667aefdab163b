import type { SingleExpectation } from './entry.ts'
import type { Outcome } from './outcome.ts'
import type { Result } from './run-set.ts'
import type { Verdict } from './score.ts'

/** The scores of some requests together. Shares are from 0 to 1; a share of nothing is unknown. */
export interface Tally {
  requests: number
  verdicts: Readonly<Record<Verdict, number>>
  /** Requests of which everything was right. */
  exact: number | undefined
  wrong: number | undefined
  /** Of the arguments that plans gave, those that are right. */
  precision: number | undefined
  /** Of the arguments that plans should have given, those that are right. */
  recall: number | undefined
  /** Of the words that should have been shown as assumed or ignored, those that were. */
  accounted: number | undefined
  /** Requests for which a deletion was made up. */
  guessed: readonly string[]
}

const share = (part: number, whole: number): number | undefined => (whole === 0 ? undefined : part / whole)

/** Adds up the scores of some requests. */
export const tally = (results: readonly Result[]): Tally => {
  const count = (verdict: Verdict) => results.filter(({ score }) => score.verdict === verdict).length
  const sum = (of: (result: Result) => number) => results.reduce((total, result) => total + of(result), 0)
  const verdicts = { right: count('right'), asked: count('asked'), refused: count('refused'), wrong: count('wrong') }
  const rightArguments = sum(({ score }) => score.arguments.right)
  return {
    requests: results.length,
    verdicts,
    exact: share(verdicts.right, results.length),
    wrong: share(verdicts.wrong, results.length),
    precision: share(
      rightArguments,
      sum(({ score }) => score.arguments.given),
    ),
    recall: share(
      rightArguments,
      sum(({ score }) => score.arguments.expected),
    ),
    accounted: share(
      sum(({ score }) => score.accounting.shown),
      sum(({ score }) => score.accounting.expected),
    ),
    guessed: results.filter(({ score }) => score.guessed.length > 0).map(({ id }) => id),
  }
}

const outline = (outcome: SingleExpectation | Outcome): string =>
  outcome.kind === 'plan' ? outcome.steps.map(({ operation }) => operation).join(' → ') : outcome.kind

const percent = (value: number | undefined): string =>
  value === undefined ? 'unknown' : `${(value * 100).toFixed(1)} %`

/** How many of each theme are right. */
const byTheme = (results: readonly Result[]): string =>
  [...Map.groupBy(results, ({ theme }) => theme)]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([theme, some]) => `${theme} ${tally(some).verdicts.right}/${some.length}`)
    .join(', ')

const summary = (name: string, results: readonly Result[]): string => {
  const { requests, verdicts, exact, wrong, precision, recall, accounted, guessed } = tally(results)
  return [
    `${name}: ${requests} requests — ${verdicts.right} right, ${verdicts.asked} asked, ${verdicts.refused} refused, ${verdicts.wrong} wrong`,
    `  exact ${percent(exact)}, wrong ${percent(wrong)}, arguments: precision ${percent(precision)}, recall ${percent(recall)}; accounted ${percent(accounted)}`,
    `  deletions made up: ${guessed.length}`,
    `  right by theme: ${byTheme(results)}`,
  ].join('\n')
}

/** The confusions of the open part, request by request. */
const confusions = (results: readonly Result[]): readonly string[] =>
  results
    .filter(({ score }) => score.verdict !== 'right')
    .map(({ id, turn, actual, score }) =>
      [
        `${score.verdict.padEnd(7)} ${id}: ${turn.request.replace(/\s+/g, ' ').trim()}`,
        `        wanted ${outline(turn.expect)}, got ${outline(actual)}`,
        ...score.problems.map((problem) => `        ${problem}`),
      ].join('\n'),
    )

/** The confusions of the held-out part: how often which kind was taken for which, and not one word of a request. */
const sealedConfusions = (results: readonly Result[]): readonly string[] => {
  const pairs = results
    .filter(({ score }) => score.verdict !== 'right')
    .map(({ turn, actual, score }) => `${score.verdict.padEnd(7)} wanted ${turn.expect.kind}, got ${actual.kind}`)
  return [...new Set(pairs)].sort().map((pair) => `${pair}: ${pairs.filter((each) => each === pair).length}`)
}

/** Prints the scores of both parts apart, and what was confused; of the held-out part only how often. */
export const report = (results: readonly Result[]): string => {
  const open = results.filter(({ part }) => part === 'open')
  const heldOut = results.filter(({ part }) => part === 'held-out')
  return [summary('open', open), ...confusions(open), summary('held out', heldOut), ...sealedConfusions(heldOut)].join(
    '\n',
  )
}
