import type { Tool, ToolExit } from '../config/settings.ts'

/** How an agent program can fail to answer. A chain goes on to the next one whatever the kind is. */
export type ToolFailureKind = Exclude<ToolExit, 'ok'> | 'timeout' | 'malformed' | 'missing'

/** An agent program that did not answer. */
export class ToolFailure extends Error {
  readonly kind: ToolFailureKind
  readonly tool: string
  readonly exitCode: number | undefined
  /** What it said, and where to go from here. */
  readonly detail: { why?: string; next?: string }

  constructor(
    kind: ToolFailureKind,
    tool: string,
    message: string,
    detail: { why?: string; next?: string; exitCode?: number; cause?: unknown } = {},
  ) {
    super(message, { cause: detail.cause })
    this.name = 'ToolFailure'
    this.kind = kind
    this.tool = tool
    this.exitCode = detail.exitCode
    this.detail = { ...(detail.why ? { why: detail.why } : {}), ...(detail.next ? { next: detail.next } : {}) }
  }
}

const said: Readonly<Record<Exclude<ToolExit, 'ok'>, string>> = {
  'rate-limited': 'was told to wait: its limit is used up',
  auth: 'is not signed in',
  'context-overflow': 'was given more than its model can read',
  failed: 'failed',
}

/** What an exit code means for a tool: what its definition says, else success for 0 and failure for the rest. */
export const meaningOf = (tool: Tool, exitCode: number): ToolExit =>
  tool.exitCodes[String(exitCode)] ?? (exitCode === 0 ? 'ok' : 'failed')

/** The failure for an exit code that means one. */
export const exitFailure = (
  tool: Tool,
  meaning: Exclude<ToolExit, 'ok'>,
  exitCode: number,
  why: string | undefined,
): ToolFailure =>
  new ToolFailure(meaning, tool.name, `${tool.name} ${said[meaning]} (exit code ${exitCode})`, {
    exitCode,
    why: why || 'it said nothing',
    next:
      meaning === 'auth'
        ? `sign in with ${tool.name} itself, or set the key it reads`
        : 'see exactly what was run with --show-commands',
  })
