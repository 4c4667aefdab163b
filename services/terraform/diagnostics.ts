import { z } from '@nimbus/kernel/define'

/** One thing Terraform says about a configuration. */
export const Diagnostic = z.object({
  severity: z.enum(['error', 'warning']),
  summary: z.string(),
  detail: z.string().default(''),
  file: z.string().optional().describe('Relative to the root'),
  line: z.number().int().optional().describe('Counts from 1'),
  column: z.number().int().optional().describe('Counts from 1'),
  address: z.string().optional().describe('The resource it is about'),
})
export type Diagnostic = z.output<typeof Diagnostic>

/**
 * The shape of a diagnostic in Terraform's machine-readable output
 * (https://developer.hashicorp.com/terraform/internals/machine-readable-ui#diagnostics).
 */
const Raw = z.object({
  severity: z.enum(['error', 'warning']),
  summary: z.string(),
  detail: z.string().optional(),
  address: z.string().optional(),
  range: z.object({ filename: z.string(), start: z.object({ line: z.number(), column: z.number() }) }).optional(),
})

const fromRaw = (raw: z.output<typeof Raw>): Diagnostic => ({
  severity: raw.severity,
  summary: raw.summary,
  detail: raw.detail ?? '',
  ...(raw.range ? { file: raw.range.filename, line: raw.range.start.line, column: raw.range.start.column } : {}),
  ...(raw.address ? { address: raw.address } : {}),
})

const errorsFirst = (found: readonly Diagnostic[]): Diagnostic[] =>
  found.toSorted((a, b) => a.severity.localeCompare(b.severity))

/** What `terraform validate -json` printed. Errors first. Throws a ZodError when it is something else. */
export const parseValidation = (stdout: string): Diagnostic[] =>
  errorsFirst(
    z
      .object({ diagnostics: z.array(Raw) })
      .parse(JSON.parse(stdout))
      .diagnostics.map(fromRaw),
  )

const Message = z.object({ type: z.literal('diagnostic'), diagnostic: Raw })

/** One line of a `-json` command as a diagnostic, or undefined when it is another message. */
export const parseDiagnosticLine = (line: string): Diagnostic | undefined => {
  if (!line.startsWith('{')) return undefined
  try {
    const message = Message.safeParse(JSON.parse(line))
    return message.success ? fromRaw(message.data.diagnostic) : undefined
  } catch {
    // A line that was cut off is no message.
    return undefined
  }
}

/**
 * The errors in Terraform's text for people: a frame of `│`, `Error: summary`, then `on file line n`, then detail.
 *
 * For the commands that have no machine-readable output, such as `state pull` and `force-unlock`.
 */
export const parseErrorText = (text: string): Diagnostic[] => {
  const plain = text.replace(/^[│╷╵ ]{1,2}/gm, '')
  return plain
    .split(/^Error: /m)
    .slice(1)
    .map((part) => {
      const [summary = '', ...rest] = part.split('\n')
      const body = rest.join('\n').trim()
      const place = /^on (\S+) line (\d+)/m.exec(body)
      return {
        severity: 'error' as const,
        summary: summary.trim(),
        detail: body,
        ...(place?.[1] && place[2] ? { file: place[1], line: Number(place[2]) } : {}),
      }
    })
}
