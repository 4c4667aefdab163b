import { directoryOf, type PlainMap } from '../project/facts.ts'
import type { Tree } from '../tree/tree.ts'

const unitFile = /(^|\/)terragrunt\.hcl$/

/** A unit says which module it applies, or takes its settings from above; what stands at the top only gives them. */
const isUnit = (text: string): boolean => /^[ \t]*(terraform|include)\b[^\n{]*\{/m.test(text)

/** The directories that Terragrunt applies; nothing where there are none. */
export const terragruntFacts = (tree: Tree): PlainMap => {
  const units = tree.matching(unitFile).filter((path) => isUnit(tree.text(path) ?? ''))
  return units.length > 0 ? { terragrunt: units.map(directoryOf).sort() } : {}
}
