import { dirname, resolve } from 'node:path'
import { type Stamped, shownFile, stamped } from './files.ts'
import type { Whole } from './layers.ts'
import type { Problem } from './problem.ts'
import { type Profile, readProfile } from './profile.ts'
import type { SettingsContext } from './surroundings.ts'

/** Reads the profile of every agent that names one, with the state each was in before it was read. */
export const profilesOf = async (
  whole: Whole,
  ctx: Pick<SettingsContext, 'workspace' | 'env'>,
): Promise<{ profiles: Record<string, Profile>; problems: Problem[]; stamps: Stamped[] }> => {
  const profiles: Record<string, Profile> = {}
  const problems: Problem[] = []
  const stamps: Stamped[] = []
  for (const [name, { profile }] of Object.entries(whole.value.agents ?? {})) {
    const holder = profile === undefined ? undefined : whole.holder(['agents', name, 'profile'])
    if (profile === undefined || !holder) continue
    const { layer, file } = holder
    const within =
      layer.origin === 'workspace' ? [ctx.workspace] : [layer.folder, ...(ctx.env.HOME ? [ctx.env.HOME] : [])]
    const shown = (path: string) => shownFile(path, ctx)
    const path = resolve(dirname(file.path), profile)
    stamps.push(stamped(path))
    const read = await readProfile(path, within, shown)
    if ('profile' in read) profiles[name] = read.profile
    else {
      const at = whole.locate({ path: ['agents', name, 'profile'], message: '' }).at
      problems.push(
        ...read.problems.map((each) => ({
          ...each,
          message: `agents.${name}.profile: ${each.message}`,
          ...(each.at || !at ? {} : { at }),
        })),
      )
    }
  }
  return { profiles, problems, stamps }
}
