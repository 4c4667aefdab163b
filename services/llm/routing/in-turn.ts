import type { Stop } from '@nimbus/kernel/define'
import { ModelFailure } from '../providers/failure.ts'
import type { Breaker } from './breaker.ts'
import { brokenOff, nobodyAnswered } from './chain-failure.ts'
import { createPassedOver, type PassedOver } from './passed-over.ts'
import { type Hop, judge } from './reaction.ts'
import type { Target } from './route.ts'
import { targetName } from './target-name.ts'

/** How a chain is gone through. Time and chance come from outside. */
export interface InTurnOptions {
  breaker: Breaker
  /** What the breaker knows a target by: its provider at its address. */
  circuit: (target: Target) => string
  stop: Stop
  /** `policies.auto_fallback_on_rate_limit`: whether a rate limit moves on to the next target. */
  onRateLimit: 'next' | 'stop'
  /** Whether asking the same target twice does no harm. */
  idempotent: boolean
  /** Characters of the answer that have reached the caller. */
  delivered: () => number
  /** Waits so many milliseconds, or until the call is to stop. */
  pause: (ms: number) => Promise<void>
  /** 0 to 1. */
  random: () => number
  /** Told of every failed attempt as it happens. */
  onHop?: (hop: Hop) => void
}

/** Who answered, and what went wrong before. */
export interface Answered<T, Place extends Target> {
  answer: T
  target: Place
  /** The place in the chain, from 1. */
  place: number
  hops: readonly Hop[]
}

/** The longest that a provider's `retry-after` is waited for when nobody else is left, in milliseconds. */
const longestWait = 10_000
/** The longest that a target is waited for while others are left, in milliseconds. */
const shortWait = 1000
/** A second try comes after 100 to 400 ms, at random, so that callers who failed together do not return together. */
const retryDelay = (random: () => number): number => 100 + 300 * random()

/**
 * Tries the targets of a chain in turn until one answers, reacting to each failure by its kind (`reaction.ts`).
 *
 * A rate limit is waited for only when it is short and nobody else is left. Once part of an answer has reached the
 * caller nothing is tried again: the error says how much came. Raises one error for the whole chain, or what an
 * attempt threw when that is no failure of a target.
 */
export const inTurn = async <T, Place extends Target>(
  chain: readonly Place[],
  attempt: (target: Place, place: number) => Promise<T>,
  options: InTurnOptions,
): Promise<Answered<T, Place>> => {
  const { breaker, circuit, stop, delivered } = options
  const hops: Hop[] = []
  // Nobody is passed over before somebody failed, which hardly anybody does.
  let passedOver: PassedOver | undefined

  /** One attempt; the answer, or the failure as it was judged. What no chain reacts to is thrown on. */
  const once = async (target: Place, place: number) => {
    try {
      const answer = await attempt(target, place)
      if (!breaker.isCalm) breaker.succeeded(circuit(target))
      return { done: { answer, target, place, hops } }
    } catch (thrown) {
      const judgement = stop.stopped ? undefined : judge(thrown)
      if (judgement?.counts) breaker.failed(circuit(target))
      else breaker.left(circuit(target))
      if (!judgement) throw thrown
      const hop = { target: targetName(target), ...judgement.hop }
      hops.push(hop)
      options.onHop?.(hop)
      if (delivered() > 0 || (thrown instanceof ModelFailure && thrown.started))
        throw brokenOff(hop, delivered(), thrown)
      return { failed: judgement, thrown }
    }
  }

  let lastThrown: unknown
  let place = 0
  for (const target of chain) {
    place += 1
    const skipped = passedOver?.why(target)
    if (skipped) {
      hops.push({ target: targetName(target), kind: 'passed-over', message: skipped, by: 'us' })
      continue
    }
    if (!breaker.isCalm && !breaker.admits(circuit(target))) {
      hops.push({ target: targetName(target), kind: 'resting', message: 'it failed several times in a row', by: 'us' })
      continue
    }
    let tried = await once(target, place)
    if (tried.done) return tried.done
    const wait = tried.failed.hop.retryAfterMs ?? retryDelay(options.random)
    const again = tried.failed.reaction === 'retry' && options.idempotent && wait <= shortWait
    if (again && breaker.admits(circuit(target))) {
      await options.pause(wait)
      tried = await once(target, place)
      if (tried.done) return tried.done
    }
    lastThrown = tried.thrown
    const { reaction, hop } = tried.failed
    if (reaction === 'stop' || (hop.kind === 'rate-limited' && options.onRateLimit === 'stop')) break
    passedOver ??= createPassedOver()
    passedOver.learn(target, tried.failed)
  }

  const soonest = soonestReturn(hops)
  const target = chain.find((each) => targetName(each) === soonest?.target)
  if (soonest?.retryAfterMs !== undefined && target && hops.at(-1)?.kind !== 'invalid-request') {
    await options.pause(soonest.retryAfterMs)
    const tried = await once(target, chain.indexOf(target) + 1)
    if (tried.done) return tried.done
    lastThrown = tried.thrown
  }
  throw nobodyAnswered(hops, lastThrown)
}

/** The rate-limited target that may be asked again first, if any may be soon. */
const soonestReturn = (hops: readonly Hop[]): Hop | undefined =>
  hops
    .filter(({ kind, retryAfterMs = Number.MAX_VALUE }) => kind === 'rate-limited' && retryAfterMs <= longestWait)
    .toSorted((a, b) => (a.retryAfterMs ?? 0) - (b.retryAfterMs ?? 0))[0]
