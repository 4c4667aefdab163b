// What a person waits for in a conversation: the prompt on the screen, against an empty executable and `bun -e 1`; and what
// a turn costs beside its model, against asking the same model alone. bun bench/chat.ts [pairs]
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { workspace } from '@nimbus/testkit'
import { atTerminal } from '@nimbus/testkit/at-terminal'
import { modelServer } from '@nimbus/testkit/model-server'
import { buildExecutable, threadScripts } from '../scripts/build-executable.ts'
import '../test/preload.ts'
import { line, paired, processMs } from './paired.ts'

const pairs = Number(process.argv[2] ?? 20)
/** Milliseconds from the start of a process to its prompt: users were promised this much. */
const goal = 150
const root = join(import.meta.dir, '..')
const directory = mkdtempSync(join(tmpdir(), 'nimbus-bench-'))
const env = { PATH: process.env.PATH ?? '', HOME: directory, NIMBUS_HOME: join(directory, 'home') }

/** Milliseconds until a chat at a terminal shows its prompt. */
const promptMs = async (argv: readonly string[]): Promise<number> => {
  const started = performance.now()
  await using terminal = atTerminal(argv, { cwd: directory, env })
  await terminal.until('›')
  return performance.now() - started
}

try {
  writeFileSync(join(directory, 'empty.ts'), 'process.exit(0)\n')
  const empty = await buildExecutable(join(directory, 'empty.ts'), join(directory, 'empty'))
  const entry = join(root, 'apps/nimbus/main.ts')
  const nimbus = await buildExecutable(entry, join(directory, 'nimbus'), undefined, threadScripts)
  for (const [name, ours, floor] of [
    ['executable, first prompt', [nimbus, 'chat'], [empty]],
    ['source, first prompt', [process.execPath, entry, 'chat'], [process.execPath, '-e', '1']],
  ] as const) {
    const result = await paired(
      () => promptMs(ours),
      () => processMs(floor, env, directory),
      pairs,
    )
    console.log(`${line(name, result)}  ${result.ours < goal ? '✓ <' : '✗ over'} ${goal} ms`)
  }

  await using server = await modelServer()
  await using ws = await workspace({}, { env: server.env })
  const model = 'gpt-4o'
  /** Runs the operation of a command; a failure is no measurement. */
  const answered = async (command: string, input: unknown) => {
    const { error } = await ws.invoke(command.replace(' ', '.'), input)
    if (error) throw new Error(error.message)
  }
  const took = async (work: () => Promise<unknown>) => {
    const started = performance.now()
    await work()
    return performance.now() - started
  }
  const turn = await paired(
    () => took(() => answered('engine chat', { message: 'Hello', model })),
    () => took(() => answered('llm chat', { prompt: 'Hello', model })),
    pairs,
  )
  console.log(line('a turn that only answers', turn))
} finally {
  rmSync(directory, { recursive: true, force: true })
}
