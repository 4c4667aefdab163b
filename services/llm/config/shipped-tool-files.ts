import { shippedTools } from '../adapters/shipped-tools.ts'
import { expandValues } from './expand-values.ts'
import { ToolFile } from './tool-schema.ts'

/** The definitions that come with Nimbus, variables filled in: the lowest layer of `tools`. */
export const shippedToolFiles = (
  variable: (name: string) => string | undefined,
): Readonly<Record<string, ToolFile>> => {
  const source = { file: 'shipped', value: shippedTools(), locate: () => 'shipped', isPlain: () => false }
  const { value } = expandValues(source, variable)
  return Object.fromEntries(Object.entries(value as object).map(([name, each]) => [name, ToolFile.parse(each)]))
}
