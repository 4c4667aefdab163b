import { defaultPolicy } from './default-policy.ts'
import type { InForce } from './in-force.ts'

/** What policy and configuration are without any file: enough for a read that says what is wrong with the files. */
export const byDefault: Pick<InForce, 'autonomy' | 'layers'> = {
  autonomy: () => 'operate',
  layers: () => [defaultPolicy],
}

/** Reads whatever a call is decided by; raises what is wrong with it. */
export const mustHold = async (setting: (key: string) => Promise<string>, inForce: InForce, workspace: string) => {
  for (const key of ['log.level', 'database.url', 'autonomy']) await setting(key)
  await inForce.layers(workspace, 'now')
}

/** What an attempt raises, or undefined. */
export const failureOf = async (attempt: () => Promise<unknown>): Promise<unknown> => {
  try {
    await attempt()
    return undefined
  } catch (thrown) {
    return thrown
  }
}
