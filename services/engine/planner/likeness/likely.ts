import type { Counts } from './counts.ts'

/** What every count is raised by, so that a word that was never seen with something does not exclude it. */
const smoothing = 0.5

/** How far shares are drawn apart: evidence of words that come together counts too often, and long texts too much. */
const sharpness = 2

/**
 * How likely each class is where something has these features, by naive Bayes over counts (Manning, Raghavan, Schütze:
 * Introduction to Information Retrieval, 2008, 13.2), its logarithms divided by the square root of the number of
 * features, so that long requests are no surer than short ones. Shares of 1, in the order of the classes.
 */
export const likely = (features: ReadonlySet<string>, counts: Counts): readonly number[] => {
  const { classes, sayings, different } = counts
  const whole = sayings.reduce((sum, count) => sum + count, 0)
  const known = [...features].map((feature) => counts.of(feature)).filter((numbers) => numbers.length > 0)
  const step = sharpness / Math.sqrt(Math.max(1, known.length))
  const scores = classes.map((_, at) => {
    const never = Math.log(smoothing / ((counts.features[at] ?? 0) + smoothing * different))
    return Math.log((sayings[at] ?? 0) / whole) + step * known.length * never
  })
  for (const numbers of known)
    for (let i = 0; i < numbers.length; i += 2) {
      const at = numbers[i] ?? 0
      scores[at] = (scores[at] ?? 0) + step * Math.log(1 + (numbers[i + 1] ?? 0) / smoothing)
    }
  const most = Math.max(...scores)
  const shares = scores.map((score) => Math.exp(score - most))
  const sum = shares.reduce((all, share) => all + share, 0)
  return shares.map((share) => share / sum)
}
