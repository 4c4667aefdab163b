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

/** What Terraform says of one kind, in its text for people without its frame of `│`: a summary, and what follows it. */
const said = (text: string, kind: 'Error' | 'Warning'): { summary: string; body: string; place: object }[] =>
  text
    .replace(/^[│╷╵ ]{1,2}/gm, '')
    .split(/^(?=(?:Error|Warning): )/m)
    .filter((part) => part.startsWith(`${kind}: `))
    .map((part) => {
      const [summary = '', ...rest] = part.slice(kind.length + 2).split('\n')
      const body = rest.join('\n').trim()
      const [, file, line] = /^on (\S+) line (\d+)/m.exec(body) ?? []
      return { summary: summary.trim(), body, place: file && line ? { file, line: Number(line) } : {} }
    })

/**
 * The errors in Terraform's text for people: a frame of `│`, `Error: summary`, then `on file line n`, then detail.
 *
 * For the commands that have no machine-readable output, such as `state pull` and `force-unlock`.
 */
export const parseErrorText = (text: string): Diagnostic[] =>
  said(text, 'Error').map(({ summary, body, place }) => ({ severity: 'error', summary, detail: body, ...place }))

/** The warnings in the same text, such as that of an init; its lines are put together to paragraphs again. */
export const parseWarningText = (text: string): Diagnostic[] =>
  said(text, 'Warning').map(({ summary, body, place }) => {
    const [first = '', ...paragraphs] = body.split(/\n\n+/)
    const detail = /^on \S+ line \d/.test(first) ? paragraphs : [first, ...paragraphs]
    return {
      severity: 'warning',
      summary,
      detail: detail.map((each) => each.replaceAll('\n', ' ').trim()).join('\n'),
      ...place,
    }
  })

/** A warning in one line: its place, and of what it goes on to say the beginning. */
export const warningLine = ({ summary, detail, file, line }: Diagnostic): string => {
  const [first = ''] = detail.trim().split('\n')
  const place = file ? `  ${file}${line ? `:${line}` : ''}` : ''
  return `${summary}${first ? `: ${first}` : ''}${place}`
}
