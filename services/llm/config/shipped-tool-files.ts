import { shippedTools } from '../adapters/shipped-tools.ts'
import { expandValues } from './expand-values.ts'
import type { ToolFile } from './tool-schema.ts'

/** The definitions that come with Nimbus, variables filled in: the lowest layer of `tools`. */
export const shippedToolFiles = (
  variable: (name: string) => string | undefined,
): Readonly<Record<string, ToolFile>> => {
  const source = { file: 'shipped', value: shippedTools(), locate: () => 'shipped', isPlain: () => false }
  // A test checks them against the schema: to do so on every command would take longer than the command.
  return expandValues(source, variable).value as Readonly<Record<string, ToolFile>>
}
