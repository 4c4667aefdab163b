import { existsSync, mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'
import list from '../test/tools.json'

/** A program that tests need beyond npm, as `test/tools.json` lists it. */
interface Tool {
  name: string
  binaries: readonly string[]
  /** Names the binary and wins over PATH. */
  variable?: string
  /** Globs of absolute paths to look at after PATH. */
  search?: readonly string[]
  /** With CI set, its absence is a failure. */
  required: boolean
  used: string
  /** A pinned requirement for pip, installed into a virtual environment in the cache. */
  pip?: string
  /** Debian packages, installed only in CI by root. */
  apt?: readonly string[]
}

const inCi = Boolean(process.env.CI)
const cache = process.env.NIMBUS_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'nimbus')
const pythonHome = join(cache, 'python')

const find = (tool: Tool, path: string): string | undefined => {
  const named = tool.variable ? process.env[tool.variable] : undefined
  if (named && existsSync(named)) return named
  for (const name of tool.binaries) {
    const found = Bun.which(name, { PATH: path })
    if (found) return found
  }
  for (const pattern of tool.search ?? []) {
    const [found] = [...new Bun.Glob(pattern.slice(1)).scanSync({ cwd: '/', absolute: true })].sort().reverse()
    if (found) return found
  }
  return undefined
}

const run = (argv: readonly string[], env: Record<string, string> = {}): boolean =>
  Bun.spawnSync([...argv], { stdout: 'ignore', stderr: 'inherit', env: { ...process.env, ...env } }).exitCode === 0

const install = (tool: Tool): void => {
  const python = Bun.which('python3')
  if (tool.pip && python) {
    console.error(`installing ${tool.pip} into ${pythonHome} (once)…`)
    mkdirSync(cache, { recursive: true })
    const ready = existsSync(join(pythonHome, 'bin/pip')) || run([python, '-m', 'venv', pythonHome])
    if (ready) run([join(pythonHome, 'bin/pip'), 'install', '--quiet', '--disable-pip-version-check', tool.pip])
    return
  }
  if (tool.apt && inCi && process.getuid?.() === 0 && Bun.which('apt-get')) {
    console.error(`installing ${tool.apt.join(', ')}…`)
    const env = { DEBIAN_FRONTEND: 'noninteractive' }
    run(['apt-get', 'update', '-qq'], env)
    run(['apt-get', 'install', '-y', '-qq', '--no-install-recommends', ...tool.apt], env)
  }
}

/** The environment tests run in, and how many required tools are missing (counted only in CI). */
export const prepareTools = async (root: string): Promise<{ env: Record<string, string>; missing: number }> => {
  const path = [process.env.PATH ?? '', join(pythonHome, 'bin')].join(delimiter)
  let missing = 0
  for (const tool of list.tools as readonly Tool[]) {
    let found = find(tool, path)
    if (!found) {
      install(tool)
      found = find(tool, path)
    }
    if (found) continue
    const fatal = tool.required && inCi
    if (fatal) missing += 1
    console.error(
      `${fatal ? '✗' : '!'} ${tool.name} is not here; tests of ${tool.used} ${fatal ? 'cannot run' : 'are skipped'}`,
    )
  }
  return { env: { PATH: path, NIMBUS_REPOSITORY: root }, missing }
}
