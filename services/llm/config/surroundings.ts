import type { Context } from '@nimbus/kernel/define'

/** What the configuration is read with: a part of the context of every operation. */
export type SettingsContext = Pick<Context, 'folders' | 'env' | 'secret' | 'redact' | 'now' | 'workspace'>

/** The environment and the credentials, remembering what was asked of them and what they said. */
export interface Surroundings {
  variable: (name: string) => string | undefined
  credential: (name: string) => Promise<string | undefined>
  readonly variables: ReadonlyMap<string, string | undefined>
  readonly credentials: ReadonlyMap<string, string | undefined>
}

/** Surroundings that note every answer, so that what was made from them can be made anew when one differs. */
export const surroundingsOf = ({ env, secret }: Pick<Context, 'env' | 'secret'>): Surroundings => {
  const variables = new Map<string, string | undefined>()
  const credentials = new Map<string, string | undefined>()
  return {
    variables,
    credentials,
    variable(name) {
      const value = env[name]
      variables.set(name, value)
      return value
    },
    async credential(name) {
      const value = await secret(name)
      credentials.set(name, value)
      return value
    },
  }
}
