import { dirname, resolve } from 'node:path'
import { type Stamped, shownFile, stamped } from './files.ts'
import { located, type Whole } from './layers.ts'
import { type PathProblem, type Problem, reach } from './problem.ts'
import { type Profile, readProfile } from './profile.ts'
import type { Source } from './source.ts'
import type { SettingsContext } from './surroundings.ts'

/** The profiles of agents, with what is wrong with them. */
export interface AgentProfiles {
  profiles: Record<string, Profile>
  problems: Problem[]
  /** The state that each was in before it was read. */
  stamps: Stamped[]
  /** Where something is wrong: in the profile of an agent where that says it, and the agent's own entry does not. */
  locate: Whole['locate']
}

/** Reads the profile of every agent that names one. */
export const profilesOf = async (
  whole: Whole,
  ctx: Pick<SettingsContext, 'workspace' | 'env'>,
): Promise<AgentProfiles> => {
  const profiles: Record<string, Profile> = {}
  const problems: Problem[] = []
  const stamps: Stamped[] = []
  const places: Record<string, Source['locate']> = {}
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
    if ('profile' in read) {
      profiles[name] = read.profile
      places[name] = read.locate
    } else {
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
  const locate = (problem: PathProblem): Problem => {
    const [section, name = '', ...path] = problem.path
    const place = section === 'agents' ? places[name] : undefined
    const own = reach(whole.value, problem.path.slice(0, 3)) !== undefined
    return !place || own || reach(profiles[name], path) === undefined
      ? whole.locate(problem)
      : located({ ...problem, path }, place)
  }
  return { profiles, problems, stamps, locate }
}
