import { z } from '@nimbus/kernel/define'
import { alignedRows } from '@nimbus/text-table'

/** A tool as it is listed. */
export const ToolView = z.object({
  name: z.string(),
  binary: z.string().describe('What its definition says for this platform; empty when it is not for it'),
  path: z.string().optional().describe('Where its program is; absent when it is not here'),
  version: z.string().optional().describe('What it says its version is; only where that was asked'),
  models: z.array(z.string()).describe('Models it takes; any when empty'),
  capabilities: z.array(z.string()),
  prompt: z.enum(['argument', 'stdin', 'file']),
  metering: z.enum(['metered', 'not-metered']).describe('Whether its use is billed here, or it runs on a seat'),
  missing: z.array(z.string()).describe('Variables that it requires and that are not set'),
  origin: z.enum(['shipped', 'user', 'workspace']).describe('Who has the last word on its definition'),
  install: z.string().optional(),
})
export type ToolView = z.infer<typeof ToolView>

const rowOf = ({ name, path, version, binary, metering, missing, origin }: ToolView): string[] => {
  const where = path ?? (binary === '' ? 'not for this platform' : 'not installed')
  const lacks = missing.length > 0 ? `needs ${missing.join(', ')}` : ''
  return [path && lacks === '' ? '✓' : '✗', name, origin, metering, version ?? '', where, lacks]
}

/** Tools as a table for a terminal, those that can be asked marked. */
export const toolTable = (tools: readonly ToolView[]): string =>
  alignedRows([['', 'tool', 'from', 'billed', 'version', 'program'], ...tools.map(rowOf)]).join('\n')
