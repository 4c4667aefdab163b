import { contextOf, type Piece } from './context.ts'
import { placeOf, places, type Standing, sharesOf, standings, type Weights } from './standing.ts'

/** A saying whose words are known to stand in the wish, beside it or as a limit; marks stand nowhere. */
export interface Labelled {
  of: string
  pieces: readonly (Piece & { standing?: Standing })[]
}

const epochs = 8
const firstStep = 0.35

/** How far weights reach: as whole numbers, and before. The few that would reach further say no more for it. */
const reach = { whole: 127, weight: 5 }

/** Numbers that look random and are the same each time: xorshift32 (Marsaglia, Xorshift RNGs, 2003). */
const randomly = (seed: number) => {
  let state = seed
  return (below: number): number => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % below
  }
}

/**
 * Weights that tell how a word stands, by stochastic gradient descent on the logistic loss, averaged over all steps
 * (Bottou, Stochastic Gradient Descent Tricks, 2012): the same sayings give the same weights.
 */
export const weigh = (sayings: readonly Labelled[]): Weights => {
  const examples = sayings.flatMap(({ of, pieces }) =>
    pieces.flatMap(({ standing }, at) =>
      standing === undefined
        ? []
        : [
            {
              features: Int32Array.from(contextOf(pieces, at, of).map((each) => placeOf(each) * standings.length)),
              right: standings.indexOf(standing),
            },
          ],
    ),
  )
  const next = randomly(7)
  const weights = new Float64Array(places * standings.length)
  const sums = new Float64Array(places * standings.length)
  let steps = 0
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (let i = examples.length - 1; i > 0; i--) {
      const other = next(i + 1)
      const [one, two] = [examples[i], examples[other]]
      if (one && two) [examples[i], examples[other]] = [two, one]
    }
    const step = firstStep / (1 + epoch)
    for (const { features, right } of examples) {
      steps++
      const said = [0, 0, 0]
      for (const place of features)
        for (let i = 0; i < said.length; i++) said[i] = (said[i] ?? 0) + (weights[place + i] ?? 0)
      for (const [i, share] of sharesOf(said).entries()) {
        const change = step * ((i === right ? 1 : 0) - share)
        if (Math.abs(change) < 1e-6) continue
        for (const place of features) {
          weights[place + i] = (weights[place + i] ?? 0) + change
          sums[place + i] = (sums[place + i] ?? 0) + change * steps
        }
      }
    }
  }
  const averaged = weights.map((weight, at) => weight - (sums[at] ?? 0) / (steps + 1))
  const unit = Number((reach.weight / reach.whole).toPrecision(4))
  const whole = (weight: number): number => Math.round(Math.max(-reach.weight, Math.min(reach.weight, weight)) / unit)
  return { unit, of: Int8Array.from(averaged, whole) }
}
