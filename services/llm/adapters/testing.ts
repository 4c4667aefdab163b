import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createExec } from '@nimbus/exec'
import type { Context } from '@nimbus/kernel/define'
import type { Tool } from '../config/settings.ts'

/** What a fake program was started with. */
export interface Received {
  argv: string[]
  stdin: string
  env: Record<string, string>
  /** What the file held that an argument named `--…file=`, while the program ran. */
  file?: string
}

/** A folder of fake programs; gone when the test is over. */
export interface FakePrograms extends AsyncDisposable {
  bin: string
  /** Writes a program that records what it was started with and then runs `script`, in which `prompt` is its input. */
  program(name: string, script: string): string
  received(name: string): Received
}

const recorder = (log: string) => `
const argv = process.argv.slice(2)
const stdin = await Bun.stdin.text()
const named = argv.find((word) => /^--[a-z-]*file=/.test(word))
const path = named?.slice(named.indexOf('=') + 1)
const file = path === undefined ? undefined : await Bun.file(path).text()
await Bun.write(${JSON.stringify(log)}, JSON.stringify({ argv, stdin, env: process.env, file, path }))
const prompt = file ?? (stdin || argv.at(-1))
const print = (value) => process.stdout.write(JSON.stringify(value) + '\\n')
`

/** Makes a folder of fake agent programs: real processes, each a script of a few lines. */
export const fakePrograms = (): FakePrograms => {
  const root = mkdtempSync(join(tmpdir(), 'nimbus-programs-'))
  const bin = join(root, 'bin')
  mkdirSync(bin)
  const logOf = (name: string) => join(root, `${name}.json`)
  return {
    bin,
    program(name, script) {
      const path = join(bin, name)
      writeFileSync(`${path}.ts`, recorder(logOf(name)) + script)
      writeFileSync(path, `#!/bin/sh\nexec '${process.execPath}' '${path}.ts' "$@"\n`)
      chmodSync(path, 0o755)
      return path
    },
    received: (name) => JSON.parse(readFileSync(logOf(name), 'utf8')) as Received,
    async [Symbol.asyncDispose]() {
      rmSync(root, { recursive: true, force: true })
    },
  }
}

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
): { ctx: Context<string>; redacted: string[] } => {
  const redacted: string[] = []
  const exec = createExec({ env, spillDirectory: join(tmpdir(), 'nimbus-spill') })
  const part: Pick<Context<string>, 'exec' | 'env' | 'redact'> = {
    env,
    redact: (value) => redacted.push(value),
    exec: (program, argv, options) =>
      exec(program, argv, { ...options, signal, redact: (text) => text, progress: () => {} }),
  }
  // Asking a tool reaches nothing else of a context.
  return { ctx: part as Context<string>, redacted }
}
