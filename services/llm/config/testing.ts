import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { readSettings } from './read-settings.ts'
import { type SettingsContext, surroundingsOf } from './surroundings.ts'

type Files = Readonly<Record<string, string | Uint8Array>>

/** What a test says of the surroundings of the configuration. */
export interface TestSurroundings {
  env?: Readonly<Record<string, string>>
  secrets?: Readonly<Record<string, string>>
  redact?: (value: string) => void
  now?: () => Date
  /** The folder in which `home/` is the user's and `workspace/` the workspace; by default one that is not there. */
  root?: string
  trusted?: boolean
}

/** A context for reading the configuration, with nothing of this machine in it; each is a place of its own. */
export const settingsContext = (given: TestSurroundings = {}): SettingsContext => {
  const { env = {}, secrets = {}, redact = () => {}, now = () => new Date(0), trusted = true } = given
  const root = given.root ?? `/absent/${crypto.randomUUID()}`
  // The same list while it says the same, as a host gives it.
  const folders = [
    { origin: 'user' as const, path: join(root, 'home/.nimbus'), trusted: true },
    { origin: 'workspace' as const, path: join(root, 'workspace/.nimbus'), trusted },
  ]
  return {
    env: { HOME: join(root, 'home'), ...env },
    now,
    redact,
    secret: async (name) => secrets[name],
    workspace: join(root, 'workspace'),
    folders: async () => folders,
  }
}

/** Files of configuration on disk, gone when the test is over. */
export interface TestConfiguration extends AsyncDisposable {
  root: string
  ctx: SettingsContext
  write(files: Files): Promise<void>
  read(): ReturnType<typeof readSettings>
  /** The messages of all problems, each behind its place. */
  problems(): Promise<string[]>
}

/** Writes files below `home/.nimbus` and `workspace`; a name without either is the user's. */
export const configuration = async (
  files: Files | string,
  given: Omit<TestSurroundings, 'root'> = {},
): Promise<TestConfiguration> => {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'nimbus-llm-')))
  const ctx = settingsContext({ ...given, root })
  const write = async (each: Files): Promise<void> => {
    for (const [name, content] of Object.entries(each)) {
      const path = join(root, name.startsWith('workspace/') || name.startsWith('home/') ? name : `home/.nimbus/${name}`)
      await mkdir(dirname(path), { recursive: true })
      await writeFile(path, content)
    }
  }
  await write({ 'workspace/.nimbus/.keep': '', '.keep': '' })
  await write(typeof files === 'string' ? { 'llm.yaml': files } : files)
  const read = () => readSettings(ctx, surroundingsOf(ctx))
  return {
    root,
    ctx,
    write,
    read,
    problems: async () => (await read()).problems.map(({ at, message, next }) => `${at} ${message} | ${next}`),
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }),
  }
}
