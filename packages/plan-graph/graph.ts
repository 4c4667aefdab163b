import type { Plan, PlanStep } from '@nimbus/kernel'

/** What of a step makes the graph. */
export type Node = Pick<PlanStep, 'id' | 'dependsOn'>

/** The steps that a step comes after, near and far. */
export const comesAfter = ({ steps }: Pick<Plan, 'steps'>, { dependsOn }: Node): ReadonlySet<string> => {
  const near = new Map(steps.map((step) => [step.id, step.dependsOn]))
  const all = new Set(dependsOn)
  // What is added while a set is walked is walked as well.
  for (const id of all) for (const next of near.get(id) ?? []) all.add(next)
  return all
}

/** The steps of a cycle in their order, the first again at the end; undefined when there is none. */
export const cycleIn = (steps: readonly Node[]): string[] | undefined => {
  const near = new Map(steps.map(({ id, dependsOn }) => [id, dependsOn]))
  const finished = new Set<string>()
  for (const { id: root } of steps) {
    const path: { id: string; next: number }[] = finished.has(root) ? [] : [{ id: root, next: 0 }]
    const open = new Map(path.map(({ id }, i) => [id, i]))
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const to = near.get(top.id)?.[top.next]
      top.next += 1
      if (to === undefined) {
        finished.add(top.id)
        open.delete(top.id)
        path.pop()
        continue
      }
      const from = open.get(to)
      if (from !== undefined) return [...path.slice(from).map(({ id }) => id), to]
      if (finished.has(to) || !near.has(to)) continue
      open.set(to, path.length)
      path.push({ id: to, next: 0 })
    }
  }
  return undefined
}

/**
 * The steps in the order in which they run one at a time: always the first listed whose dependencies are done.
 *
 * Steps of a cycle, and what comes after one, are left out.
 */
export const inOrder = <Step extends Node>(steps: readonly Step[]): Step[] => {
  const done = new Set<string>()
  const order: Step[] = []
  let waiting = [...steps]
  const isReady = (step: Step) => step.dependsOn.every((id) => done.has(id))
  // Steps are mostly listed in the order in which they run, so that one pass takes nearly all of them.
  for (let next = waiting.findIndex(isReady); next >= 0; next = waiting.findIndex(isReady)) {
    const [step] = waiting.slice(next, next + 1)
    if (!step) break
    done.add(step.id)
    order.push(step)
    waiting = waiting.toSpliced(next, 1)
  }
  return order
}

/** The steps in stages: those of one may run side by side once the stages before it are done. */
export const stagesOf = (steps: readonly Node[]): string[][] => {
  const stage = new Map<string, number>()
  const stages: string[][] = []
  for (const { id, dependsOn } of inOrder(steps)) {
    const at = dependsOn.reduce((latest, each) => Math.max(latest, (stage.get(each) ?? -1) + 1), 0)
    stage.set(id, at)
    stages[at] = [...(stages[at] ?? []), id]
  }
  return stages
}
