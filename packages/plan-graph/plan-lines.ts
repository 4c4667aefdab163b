import type { Plan, PlanStep } from '@nimbus/kernel'
import { inOrder } from './graph.ts'
import { asReference } from './references.ts'

/** The mark of each effect in a plan. */
export const effectMarks: Readonly<Record<string, string>> = { read: '✓', create: '+', update: '~', delete: '-' }

/** That nothing takes a step back, in words. */
export const noWayBack = (step: string, why: string): string => `step ${step} cannot be undone: ${why}`

/** Text of others on one line: control characters could imitate what Nimbus itself prints. */
const plain = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')

const cut = (text: string, longest: number): string => (text.length > longest ? `${text.slice(0, longest - 1)}…` : text)

/** A value of an input in a few characters; a reference as `← 1.directory`. */
export const shortly = (value: unknown): string => {
  const reference = asReference(value, '')
  if (reference && 'step' in reference)
    return `← ${reference.step}${reference.pointer ? `.${plain(reference.pointer.slice(1)).replaceAll('/', '.')}` : ''}`
  if (typeof value === 'string')
    return /^[^\s"']+$/.test(plain(value)) ? cut(plain(value), 48) : cut(JSON.stringify(plain(value)), 48)
  if (Array.isArray(value)) return cut(value.map(shortly).join(','), 48)
  return cut(plain(JSON.stringify(value) ?? 'null'), 48)
}

const argumentsOf = ({ input }: PlanStep): string =>
  input !== null && typeof input === 'object'
    ? Object.entries(input)
        .map(([name, value]) => `${plain(name)}=${shortly(value)}`)
        .join(' ')
    : ''

/** Deeper trees than this are drawn flat: a chain of steps is a list, not a staircase. */
const deepest = 8

/**
 * A plan as a tree for a terminal, a line a step: each stands under the last of the steps that it comes after, and
 * names the others.
 */
export const treeOf = (plan: Pick<Plan, 'steps'>): string[] => {
  const steps = inOrder(plan.steps)
  const place = new Map(steps.map(({ id }, i) => [id, i]))
  const parentOf = ({ dependsOn }: PlanStep) =>
    dependsOn.reduce<string | undefined>(
      (last, id) => ((place.get(id) ?? -1) > (place.get(last ?? '') ?? -1) ? id : last),
      undefined,
    )
  const children = Map.groupBy(steps, parentOf)
  const widest = Math.max(0, ...steps.map(({ id }) => id.length))
  const lines: string[] = []
  const tell = (step: PlanStep, stem: string, depth: number) => {
    const parent = parentOf(step)
    const others = step.dependsOn.filter((id) => id !== parent)
    const after = others.length > 0 ? `  (after ${others.join(', ')})` : ''
    const what = `${effectMarks[step.effect] ?? '?'} ${step.effect.padEnd(6)}  ${plain(step.operation)}`
    lines.push(`${stem}${step.id.padStart(depth === 0 ? widest : 0)}  ${what}  ${argumentsOf(step)}${after}`.trimEnd())
  }
  // A list of what is still to be told, so that a long chain needs no deep recursion.
  const open = [...(children.get(undefined) ?? [])].reverse().map((step) => ({ step, stem: ' ', depth: 0, bars: ' ' }))
  for (let next = open.pop(); next; next = open.pop()) {
    const { step, stem, depth, bars } = next
    tell(step, stem, depth)
    const under = children.get(step.id) ?? []
    const pad = `${bars}${depth === 0 ? ' '.repeat(widest + 2) : ''}`
    under
      .map((child, i) => {
        const isLast = i === under.length - 1
        const flat = depth >= deepest
        const own = flat ? stem : `${pad}${isLast ? '└─ ' : '├─ '}`
        return { step: child, stem: own, depth: depth + 1, bars: flat ? bars : `${pad}${isLast ? '   ' : '│  '}` }
      })
      .reverse()
      .forEach((child) => open.push(child))
  }
  return lines
}
