import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { type GatewayCall, type Host, openHost } from '@nimbus/host'
import { type Envelope, joinSources, NimbusError, type Operation, type Operations } from '@nimbus/kernel'
import { memorySource } from './memory-source.ts'
import { product } from './product.ts'

/** What a workspace of a test may say about its surroundings. */
export interface WorkspaceOptions {
  /** Added to the environment; undefined removes a variable. */
  env?: Readonly<Record<string, string | undefined>>
  /** The programs on PATH, by absolute path; default: the PATH of the test run. */
  path?: readonly string[]
  /** Operations beside those of the product; not for `cli`. */
  operations?: readonly Operation[]
}

/** What a command printed and how it ended. */
export interface CommandResult {
  exit: number
  stdout: string
  stderr: string
}

type Known = keyof Operations & string
type CallOptions = Partial<Omit<GatewayCall, 'operation' | 'input'>>

/** A temporary workspace with a home of its own; gone when the test is over. */
export interface TestWorkspace extends AsyncDisposable {
  path: string
  home: string
  env: Readonly<Record<string, string>>
  file(path: string): ReturnType<typeof Bun.file>
  write(files: Readonly<Record<string, string | Uint8Array>>): Promise<void>
  /** The host of this workspace, opened on first use. */
  host(): Promise<Host>
  /** Calls through the pipeline as the person at the command line who said `--yes`; raises the error of a failure. */
  call<Id extends Known>(
    operation: Id,
    input: Operations[Id] extends { input: infer I } ? I : never,
    options?: CallOptions,
  ): Promise<Operations[Id] extends { output: infer O } ? O : never>
  /** The same, giving the envelope. */
  invoke(operation: string, input: unknown, options?: CallOptions): Promise<Envelope>
  /** Runs the real executable here, without a terminal. */
  cli(
    argv: readonly string[],
    options?: { stdin?: string; cwd?: string; env?: Record<string, string> },
  ): Promise<CommandResult>
}

/** Variables that would lead a test to somebody's real provider of models, and be paid for. */
const modelProvider = /^(ANTHROPIC|OPENAI|OPENAI_COMPATIBLE|GOOGLE_GENERATIVE_AI|GEMINI|OLLAMA)_/

const baseEnvironment = (home: string, options: WorkspaceOptions, bin: string | undefined): Record<string, string> => {
  const {
    NIMBUS_TOKEN: _token,
    NIMBUS_HOME: _home,
    NIMBUS_WORKSPACE: _workspace,
    NO_COLOR: _colour,
    ...inherited
  } = process.env
  const harmless = Object.entries(inherited).filter(([name]) => !modelProvider.test(name))
  const wanted = {
    ...Object.fromEntries(harmless),
    // The port of discard: nobody answers there, whatever runs at the usual one.
    OLLAMA_HOST: 'http://127.0.0.1:9',
    HOME: home,
    NIMBUS_HOME: join(home, '.nimbus'),
    NIMBUS_PRINCIPAL: 'tester',
    ...(bin ? { PATH: bin } : {}),
    ...options.env,
  }
  return Object.fromEntries(Object.entries(wanted).filter((pair): pair is [string, string] => pair[1] !== undefined))
}

/** Makes a temporary workspace with these files. */
export const workspace = async (
  files: Readonly<Record<string, string | Uint8Array>> = {},
  options: WorkspaceOptions = {},
): Promise<TestWorkspace> => {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'nimbus-test-')))
  const path = join(root, 'workspace')
  const home = join(root, 'home')
  await mkdir(join(path, '.nimbus'), { recursive: true })
  await mkdir(home)
  let bin: string | undefined
  if (options.path) {
    bin = join(root, 'bin')
    await mkdir(bin)
    for (const program of options.path) await symlink(program, join(bin, basename(program)))
  }
  const env = baseEnvironment(home, options, bin)
  let opened: Promise<Host> | undefined

  const write = async (contents: Readonly<Record<string, string | Uint8Array>>) => {
    for (const [name, content] of Object.entries(contents)) {
      await mkdir(dirname(join(path, name)), { recursive: true })
      await writeFile(join(path, name), content)
    }
  }
  await write(files)

  const host = () => {
    const { catalog, services, loadServices, version } = product()
    const more = options.operations ? [memorySource(options.operations)] : []
    opened ??= openHost({
      version,
      catalog: joinSources([catalog, ...more]),
      services,
      loadServices,
      env,
      workspace: path,
    })
    return opened
  }
  const invoke = async (operation: string, input: unknown, more: CallOptions = {}) => {
    const open = await host()
    return open.invoke({
      principal: open.principal,
      surface: 'cli',
      consent: { yes: true, confirm: [] },
      ...more,
      operation,
      input,
    })
  }

  return {
    path,
    home,
    env,
    write,
    host,
    invoke,
    file: (name) => Bun.file(join(path, name)),
    async call(operation, input, more) {
      const envelope = await invoke(operation, input, more)
      if (envelope.error) throw new NimbusError(envelope.error)
      // The pipeline validated the output against the schema that this type was generated from.
      return envelope.data as never
    },
    async cli(argv, { stdin, cwd, env: extra } = {}) {
      const child = Bun.spawn([...product().command, ...argv], {
        cwd: cwd ?? path,
        env: { ...env, ...extra },
        stdin: stdin === undefined ? 'ignore' : new TextEncoder().encode(stdin),
        stdout: 'pipe',
        stderr: 'pipe',
      })
      const [stdout, stderr, exit] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited])
      return { exit, stdout, stderr }
    },
    async [Symbol.asyncDispose]() {
      await (await opened)?.close()
      await rm(root, { recursive: true, force: true })
    },
  }
}
