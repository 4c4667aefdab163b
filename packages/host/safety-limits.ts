import { type Configuration, invalid } from '@nimbus/kernel'

/** How far one task may go, as the configuration says. Raises `invalid-setting` for a cap that is no number. */
export const safetyLimits = async (
  config: Configuration,
  workspace: string,
): Promise<{ changes: number; deletions: number; minutes: number; costUsd?: number }> => {
  const value = async (key: string) => (await config.get(key, workspace)).value
  const cap = String(await value('safety.max_cost_usd')).trim()
  // A cap that cannot be read must not become none.
  if (cap !== '' && !(Number(cap) >= 0))
    throw invalid('invalid-setting', `safety.max_cost_usd: ${cap} is no amount of money`, {
      at: 'safety.max_cost_usd',
      next: 'set a number of US dollars, such as 0.10, or nothing for no limit',
    })
  return {
    changes: Number(await value('safety.max_changes')),
    deletions: Number(await value('safety.max_deletions')),
    minutes: Number(await value('safety.max_minutes')),
    ...(cap === '' ? {} : { costUsd: Number(cap) }),
  }
}
