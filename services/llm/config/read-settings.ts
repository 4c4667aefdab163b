import { dirname, resolve } from 'node:path'
import { type DefinitionProblem, definitionProblems } from '../adapters/definition-problems.ts'
import { crossCheck } from './cross-check.ts'
import { findLayer, folderStamps, type Stamped, shownFile, stamped } from './files.ts'
import { type ReadLayer, readLayer, type Whole, wholeOf } from './layers.ts'
import { merged } from './merge.ts'
import type { PathProblem, Problem } from './problem.ts'
import { type Profile, readProfile } from './profile.ts'
import { providersOf } from './providers.ts'
import { agentsOf } from './resolve-agents.ts'
import { modelsOf } from './resolve-models.ts'
import { policiesOf } from './resolve-policies.ts'
import { toolOf } from './resolve-tools.ts'
import type { Settings, Tool } from './settings.ts'
import { shippedToolFiles } from './shipped-tool-files.ts'
import type { SettingsContext, Surroundings } from './surroundings.ts'
import type { ToolFile } from './tool-schema.ts'

/** The configuration with all that is wrong with it. With problems the settings are what is left without them. */
export interface Reading {
  settings: Settings
  problems: Problem[]
  whole: Whole
  /** Everything that decided what was read, in the state before it was read. */
  stamps: Stamped[]
  /** The files that are there, whether or not they could be read. */
  found: string[]
  /** Values that are secret, beside the keys of providers. */
  secrets: string[]
}

const secretName = /key|token|secret|password|auth|cookie/i

const secretsOf = ({ providers, tools }: Pick<Settings, 'providers' | 'tools'>): string[] => {
  const maps = [
    ...Object.values(providers).map(({ headers = {} }) => headers),
    ...Object.values(tools).map(({ env }) => env),
  ]
  const values = maps.flatMap((each) =>
    Object.entries(each).flatMap(([name, value]) => (secretName.test(name) ? [value] : [])),
  )
  const keys = Object.values(providers).map(({ apiKey }) => apiKey)
  return [...new Set(values)].filter((value) => value !== '' && !keys.includes(value))
}

const toolProblem = (name: string, { at, message }: DefinitionProblem): PathProblem => ({
  path: ['tools', name, ...at.split('.')],
  message: `tools.${name}.${at}: ${message}`,
  why: 'the tool could not be asked',
  next: 'mend the definition; docs/guides/llm-configuration.md has all that may be in it',
})

/** Tools of the shipped layer and of the files, each with what its definition leaves out. */
const toolsOf = (whole: Whole, variable: Surroundings['variable']) => {
  const written = merged(shippedToolFiles(variable), whole.value.tools) as Readonly<Record<string, ToolFile>>
  const tools: Record<string, Tool> = {}
  const problems: Problem[] = []
  for (const [name, each] of Object.entries(written)) {
    const tool = toolOf(name, each)
    if ('problem' in tool) {
      problems.push(whole.locate(tool.problem))
      continue
    }
    tools[name] = tool
    if (whole.value.tools && Object.hasOwn(whole.value.tools, name))
      problems.push(...definitionProblems(tool).map((problem) => whole.locate(toolProblem(name, problem))))
  }
  return { tools, problems }
}

const profilesOf = async (whole: Whole, ctx: Pick<SettingsContext, 'workspace' | 'env'>) => {
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

/** Reads everything that configures the LLM layer, and says all that is wrong with it. */
export const readSettings = async (ctx: SettingsContext, surroundings: Surroundings): Promise<Reading> => {
  const { variable } = surroundings
  const layers: ReadLayer[] = []
  const stamps: Stamped[] = []
  for (const folder of await ctx.folders()) {
    stamps.push(...folderStamps(folder.path))
    const below = layers.reduce<unknown>(
      (sum, { files }) => files.reduce<unknown>((a, b) => merged(a, b.value), sum),
      {},
    )
    layers.push(await readLayer(findLayer(folder, ctx), below, { variable, workspace: ctx.workspace }))
  }
  const whole = wholeOf(layers)
  const { value } = whole
  const { providers, problems: providerProblems } = await providersOf(value.providers ?? {}, whole, surroundings)
  const { tools, problems: toolProblems } = toolsOf(whole, variable)
  const { models, problems: modelProblems } = modelsOf(value.models ?? {}, providers)
  const { profiles, problems: profileProblems, stamps: profileStamps } = await profilesOf(whole, ctx)
  const parts = { providers, tools, models }
  const perAgent = value.policies?.per_agent ?? {}
  const { agents, problems: agentProblems } = agentsOf(value.agents ?? {}, profiles, parts, perAgent)
  const { policies, problems: policyProblems } = policiesOf(value.policies ?? {})
  const settings: Settings = {
    providers,
    agents,
    tools,
    models,
    policies,
    sources: layers.flatMap(({ files }) => files.map(({ file }) => file.shown)),
    ignored: layers.flatMap(({ ignored }) => ignored),
  }
  const unread = layers.flatMap(({ problems }) => problems)
  const crossed = [...modelProblems, ...agentProblems, ...policyProblems, ...crossCheck(value, settings)]
  return {
    settings,
    // Where a file could not be read, what refers to it would be blamed for nothing.
    problems:
      unread.length > 0
        ? unread
        : [...providerProblems, ...toolProblems, ...profileProblems, ...crossed.map(whole.locate)],
    whole,
    stamps: [...stamps, ...profileStamps],
    found: layers.flatMap(({ layer }) => layer.files.map(({ shown }) => shown)),
    secrets: secretsOf(settings),
  }
}
