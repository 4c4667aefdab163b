import type { Tool } from '@modelcontextprotocol/server'
import { describeTool, objectSchema, toolName } from '@nimbus/agent-tools'
import type { CatalogEntry, JsonSchema } from '@nimbus/kernel'
import { rebased } from '../openapi/rebase-schema.ts'

const text: JsonSchema = { type: 'string' }

/** The schema of a result: the envelope, with an operation's own output as `data`. */
const envelopeSchema = (output: JsonSchema): Tool['outputSchema'] => ({
  type: 'object',
  required: ['ok', 'run', 'outcome'],
  properties: {
    ok: { type: 'boolean' },
    run: { type: 'string', description: 'The id of the run in the history' },
    outcome: { type: 'string' },
    data: rebased(output, '#/properties/data'),
    error: {
      type: 'object',
      properties: { code: text, message: text, at: text, why: text, next: text, plan: text, task: text },
    },
    findings: { type: 'array' },
    undo: { type: 'object' },
    preview: { type: 'object' },
  },
})

/**
 * The four risk hints of an operation. In MCP's words an update that overwrites is destructive, and a creation is not.
 *
 * https://modelcontextprotocol.io/specification/2025-06-18/schema#toolannotations
 */
export const hintsOf = ({ effect, idempotent, openWorld }: CatalogEntry): Tool['annotations'] => ({
  readOnlyHint: effect === 'read',
  destructiveHint: effect === 'update' || effect === 'delete',
  idempotentHint: idempotent,
  openWorldHint: openWorld,
})

/** An operation as an MCP tool. */
export const toTool = (entry: CatalogEntry): Tool => ({
  name: toolName(entry.id),
  title: entry.summary,
  description: describeTool(entry),
  // A schema of the catalog is JSON; the library's type for it is narrower than JSON Schema.
  inputSchema: objectSchema(entry.input) as Tool['inputSchema'],
  outputSchema: envelopeSchema(entry.output),
  annotations: hintsOf(entry),
})
