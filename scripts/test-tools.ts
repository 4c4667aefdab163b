import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, symlinkSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
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
  /** What Go builds, once, into the cache: a module of the repository that pins a package, and the package. */
  go?: { module: string; package: string }
  /** Debian packages, installed only in CI by root. */
  apt?: readonly string[]
}

const inCi = Boolean(process.env.CI)
const cache = process.env.NIMBUS_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'nimbus')
const pythonHome = join(cache, 'python')

const find = (tool: Tool, path: string, root: string): string | undefined => {
  const built = builtBy(tool, root)
  if (built && existsSync(built)) return built
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

const run = (argv: readonly string[], env: Record<string, string> = {}, cwd = '.', timeout?: number): boolean =>
  Bun.spawnSync([...argv], { cwd, timeout, stdout: 'ignore', stderr: 'inherit', env: { ...process.env, ...env } })
    .exitCode === 0

/** How long a build may take: a slow machine must not wait for what is optional. */
const buildMs = 15 * 60_000

/** Where the build of a pinned Go package is kept: another pin is another folder. */
const builtBy = ({ binaries: [name = ''], go }: Tool, root: string): string | undefined => {
  if (!go) return undefined
  const pin = Bun.hash(readFileSync(join(root, go.module, 'go.mod'))).toString(36)
  return join(cache, 'go', pin, name)
}

/** Builds a Go package in the cache, with nothing written into the repository; one process at a time and last in line. */
const build = (go: NonNullable<Tool['go']>, root: string, into: string): void => {
  const compiler = Bun.which('go')
  if (!compiler) return
  const folder = dirname(into)
  console.error(`building ${go.package} into ${folder} (once, minutes)…`)
  mkdirSync(folder, { recursive: true })
  copyFileSync(join(root, go.module, 'go.mod'), join(folder, 'go.mod'))
  const nice = Bun.which('nice')
  const part = `${into}.part`
  // The linker's -s and -w leave out what only debuggers read.
  const argv = ['build', '-p', '1', '-mod=mod', '-trimpath', '-ldflags', '-s -w', '-o', part, go.package]
  const done = run([...(nice ? [nice, '-n', '19'] : []), compiler, ...argv], { GOTOOLCHAIN: 'local' }, folder, buildMs)
  // Renamed when it is whole: a build that was interrupted leaves nothing that looks like a program.
  if (done) renameSync(part, into)
}

const install = (tool: Tool, root: string): void => {
  const built = builtBy(tool, root)
  if (tool.go && built) return build(tool.go, root, built)
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

/** A folder that holds the Bun that runs this, and nothing else: tests start it by its name, and npm puts it elsewhere. */
const folderWithBun = (root: string): string => {
  const folder = join(root, 'node_modules/.nimbus-bun')
  const fresh = join(folder, `bun.${process.pid}`)
  mkdirSync(folder, { recursive: true })
  symlinkSync(process.execPath, fresh)
  // Renamed, so that others that run checks at this moment always find one.
  renameSync(fresh, join(folder, 'bun'))
  return folder
}

/** The environment tests run in, and how many required tools are missing (counted only in CI). */
export const prepareTools = async (root: string): Promise<{ env: Record<string, string>; missing: number }> => {
  const path = [folderWithBun(root), process.env.PATH ?? '', join(pythonHome, 'bin')].join(delimiter)
  const variables: Record<string, string> = {}
  let missing = 0
  for (const tool of list.tools as readonly Tool[]) {
    let found = find(tool, path, root)
    if (!found) {
      install(tool, root)
      found = find(tool, path, root)
    }
    // Not put on PATH: there it would stand in for Terraform in every test.
    if (found && tool.go && tool.variable) variables[tool.variable] = found
    if (found) continue
    const fatal = tool.required && inCi
    if (fatal) missing += 1
    console.error(
      `${fatal ? '✗' : '!'} ${tool.name} is not here; tests of ${tool.used} ${fatal ? 'cannot run' : 'are skipped'}`,
    )
  }
  return { env: { PATH: path, NIMBUS_REPOSITORY: root, ...variables }, missing }
}
