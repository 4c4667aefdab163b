import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createExec } from '@nimbus/exec'
import type { Context } from '@nimbus/kernel/define'
import type { Tool } from '../config/settings.ts'

/** A definition with everything at its simplest: the prompt by standard input, the output is the answer. */
export const plainTool = (name: string, more: Partial<Tool> = {}): Tool => ({
  name,
  binary: name,
  args: [],
  prompt: 'stdin',
  platforms: ['linux', 'darwin', 'win32', 'wsl'],
  models: {},
  capabilities: [],
  env: {},
  envRequired: [],
  output: { format: 'text' },
  exitCodes: {},
  timeoutMs: 20_000,
  ...more,
})

/** The part of a context that running a program takes, with real processes. */
export const toolContext = (
  env: Readonly<Record<string, string | undefined>>,
  signal: AbortSignal = new AbortController().signal,
): { ctx: Context<string>; redacted: string[]; progress: string[] } => {
  const redacted: string[] = []
  const progress: string[] = []
  const exec = createExec({ env, spillDirectory: join(tmpdir(), 'nimbus-spill') })
  const part: Pick<Context<string>, 'exec' | 'env' | 'redact' | 'progress'> = {
    env,
    redact: (value) => redacted.push(value),
    progress: (text) => progress.push(text),
    exec: (program, argv, options) =>
      exec(program, argv, { ...options, signal, redact: (text) => text, progress: () => {} }),
  }
  // Asking a tool reaches nothing else of a context.
  return { ctx: part as Context<string>, redacted, progress }
}
