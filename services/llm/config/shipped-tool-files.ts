import type { ToolFile } from './tool-schema.ts'

/** The definitions that come with Nimbus, variables filled in: the lowest layer of `tools`. */
export const shippedToolFiles = (
  _variable: (name: string) => string | undefined,
): Readonly<Record<string, ToolFile>> => ({})
