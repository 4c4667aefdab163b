import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What a fake program was started with. */
export interface ReceivedByProgram {
  argv: string[]
  stdin: string
  env: Record<string, string>
  /** What the file held that an argument named as `--…file=`, while the program ran. */
  file?: string
}

/** A folder of fake programs; gone when the test is over. */
export interface FakePrograms extends AsyncDisposable {
  bin: string
  /** Writes a program that records what it was started with and then runs `script`, in which `prompt` is its input. */
  program(name: string, script: string): string
  received(name: string): ReceivedByProgram
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
      writeFileSync(path, `#!/bin/sh\nexec '${process.execPath}' '${path}.ts' -- "$@"\n`)
      chmodSync(path, 0o755)
      return path
    },
    received: (name) => JSON.parse(readFileSync(logOf(name), 'utf8')) as ReceivedByProgram,
    async [Symbol.asyncDispose]() {
      rmSync(root, { recursive: true, force: true })
    },
  }
}
