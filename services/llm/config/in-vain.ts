import type { Settings } from './settings.ts'

/**
 * What to do about a name that an untrusted workspace describes in vain, such as `agents.reviewer`; undefined for any
 * other name.
 */
export const inVain = ({ ignored }: Pick<Settings, 'ignored'>, setting: string): string | undefined => {
  const found = ignored.find((each) => each.setting === setting || setting.startsWith(`${each.setting}.`))
  return found && `${found.file} describes it, and does not count until the workspace is trusted: nimbus trust`
}
