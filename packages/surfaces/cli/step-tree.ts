import type { RunEvent } from '@nimbus/kernel'
import { oneLine, type Style } from './style.ts'

/** One step of a run, with those within it. */
interface Step {
  title: string
  depth: number
  state: 'running' | 'done' | 'failed'
  /** Milliseconds on the clock of the tree. */
  startedAt: number
  ms: number
  steps: Step[]
}

/** The steps of a run as lines. */
export interface StepTree {
  /** Takes an event; gives the step that began or ended by it, as a plain line, or undefined. */
  event(event: RunEvent): { state: 'running' | 'done' | 'failed'; text: string } | undefined
  /** How many steps there are, nested ones too. */
  readonly size: number
  /** The lines as things stand: what is over folds its own steps away, unless one of them failed. */
  lines(now: number, spinner: string, style: Style): string[]
}

/** `0.4s`, `12s`, `3m 20s`: as exact as somebody who waits wants it. */
export const duration = (ms: number): string => {
  const seconds = ms / 1000
  if (seconds < 9.95) return `${seconds.toFixed(1)}s`
  const whole = Math.round(seconds)
  return whole < 60 ? `${whole}s` : `${Math.floor(whole / 60)}m ${whole % 60}s`
}

const marks = { done: '✓', failed: '✗' } as const

const hasFailed = (step: Step): boolean => step.state === 'failed' || step.steps.some(hasFailed)

/** The most recent step that still runs, at this depth or any. */
const lastRunning = (steps: readonly Step[], matches: (step: Step) => boolean): Step | undefined => {
  for (const step of steps.toReversed()) {
    const within = lastRunning(step.steps, matches)
    if (within) return within
    if (step.state === 'running' && matches(step)) return step
  }
  return undefined
}

const stepData = (event: RunEvent) => {
  const { data } = event
  if (event.type !== 'step' || !data || typeof data !== 'object') return undefined
  if (!('title' in data) || !('status' in data) || !('depth' in data)) return undefined
  const state =
    data.status === 'started' ? ('running' as const) : data.status === 'done' ? ('done' as const) : ('failed' as const)
  return {
    title: oneLine(String(data.title)),
    depth: Number(data.depth),
    state,
    ms: 'ms' in data ? Number(data.ms) : 0,
  }
}

/** A tree without steps; `now` gives milliseconds. */
export const createStepTree = (now: () => number): StepTree => {
  const roots: Step[] = []
  let size = 0

  return {
    event(event) {
      const said = stepData(event)
      if (!said) return undefined
      const { title, depth, state, ms } = said
      if (state === 'running') {
        const parent = depth === 0 ? undefined : lastRunning(roots, (step) => step.depth < depth)
        const step: Step = { title, depth, state, startedAt: now(), ms: 0, steps: [] }
        ;(parent?.steps ?? roots).push(step)
        size += 1
        return { state, text: `${title}…` }
      }
      const step = lastRunning(roots, (each) => each.title === title && each.depth === depth)
      if (step) Object.assign(step, { state, ms })
      return { state, text: `${marks[state]} ${title}  ${duration(ms)}` }
    },
    get size() {
      return size
    },
    lines(time, spinner, style) {
      const line = ({ title, state, startedAt, ms }: Step, indent: string): string => {
        const took = style.dim(duration(state === 'running' ? time - startedAt : ms))
        if (state === 'running') return `${indent}${style.cyan(spinner)} ${title}  ${took}`
        return `${indent}${state === 'done' ? style.green(marks.done) : style.red(marks.failed)} ${title}  ${took}`
      }
      const walk = (step: Step, indent: string): string[] => {
        const open = step.state !== 'done' || hasFailed(step)
        return [line(step, indent), ...(open ? step.steps.flatMap((each) => walk(each, `${indent}  `)) : [])]
      }
      return roots.flatMap((root) => walk(root, ''))
    },
  }
}
