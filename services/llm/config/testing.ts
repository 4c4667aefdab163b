import type { SettingsContext } from './surroundings.ts'

/** What a test says of the surroundings of the configuration. */
export interface TestSurroundings {
  env?: Readonly<Record<string, string>>
  secrets?: Readonly<Record<string, string>>
  redact?: (value: string) => void
  now?: () => Date
  /** Folders of configuration, absolute. */
  user?: string
  workspace?: { path: string; trusted: boolean }
}

/** A context for reading the configuration, with nothing of this machine in it; each is a place of its own. */
export const settingsContext = (given: TestSurroundings = {}): SettingsContext => {
  const { env = {}, secrets = {}, redact = () => {}, now = () => new Date(0), user, workspace } = given
  const root = workspace?.path ?? `/absent/${crypto.randomUUID()}`
  return {
    env,
    now,
    redact,
    secret: async (name) => secrets[name],
    workspace: root,
    folders: async () => [
      { origin: 'user', path: user ?? `${root}/home`, trusted: true },
      { origin: 'workspace', path: `${root}/.nimbus`, trusted: workspace?.trusted ?? true },
    ],
  }
}
