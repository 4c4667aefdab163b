import type { Plan } from '@nimbus/kernel'
import { referencesIn } from './references.ts'

// Mermaid reads `#quot;` and the like in quoted labels; nothing else of a text may act as its syntax.
const label = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
    .replace(/[#"<>&`\\{}[\]()|;]/g, (sign) => `#${sign.charCodeAt(0)};`)

/** Colours by effect that read on light and dark pages alike. */
const classes = [
  'classDef read stroke:#6b7280',
  'classDef create stroke:#16a34a',
  'classDef update stroke:#d97706',
  'classDef delete stroke:#dc2626,stroke-width:3px',
]

/**
 * A plan as a Mermaid flow chart: an arrow goes from a step to what comes after it, and says which value it carries.
 *
 * Syntax: https://mermaid.js.org/syntax/flowchart.html (read 2026-02).
 */
export const mermaidOf = ({ steps }: Pick<Plan, 'steps'>): string => {
  const names = new Map(steps.map(({ id }, i) => [id, `s${i + 1}`]))
  const nodes = steps.map(
    ({ id, operation, effect, reason }) =>
      `${names.get(id)}["${label(`${id} · ${operation}`)}<br/>${label(reason.slice(0, 80))}"]:::${effect}`,
  )
  const arrows = steps.flatMap((step) => {
    const carried = Map.groupBy(referencesIn(step.input), (reference) => reference.step)
    const from = new Set([...step.dependsOn, ...carried.keys()].filter((id) => names.has(id)))
    return [...from].map((id) => {
      const what = (carried.get(id) ?? []).map(({ pointer }) => pointer.slice(1)).filter(Boolean)
      const says = what.length > 0 ? `|"${label(what.join(', '))}"|` : ''
      return `${names.get(id)} -->${says} ${names.get(step.id)}`
    })
  })
  return ['flowchart TD', ...[...nodes, ...arrows, ...classes].map((line) => `  ${line}`)].join('\n')
}
