import { release } from 'node:os'
import { findProgram } from '@nimbus/exec'
import type { Context } from '@nimbus/kernel/define'
import { platformOf } from '../adapters/platform.ts'
import { programOf } from '../adapters/tool-program.ts'
import { providerKinds } from './provider-types.ts'
import type { Platform, Settings } from './settings.ts'

/** What a machine has for the LLM layer. Keys are named, never shown. */
export interface EnvironmentScan {
  platform: Platform
  /** For each kind of provider that wants one, where its key is; absent when there is none. */
  keys: readonly { provider: string; from?: string }[]
  /** The agent programs, with where they are, absent when not installed, and the first model that each lists. */
  programs: readonly { name: string; path?: string; model?: string }[]
}

/** Looks which keys are set and which agent programs are installed. Runs nothing and calls nobody. */
export const scanEnvironment = (
  { providers, tools }: Pick<Settings, 'providers' | 'tools'>,
  { env }: Pick<Context, 'env'>,
): EnvironmentScan => {
  const platform = platformOf({ os: process.platform, env, release: release() })
  return {
    platform,
    keys: Object.values(providers)
      .filter(({ type }) => !providerKinds[type].keyless)
      .map(({ name, apiKey, keyFrom }) => ({ provider: name, ...(apiKey === undefined ? {} : { from: keyFrom }) })),
    programs: Object.values(tools).map((tool) => {
      const path = findProgram(programOf(tool, platform, env), env)
      const [model] = Object.keys(tool.models)
      return { name: tool.name, ...(path === undefined ? {} : { path }), ...(model === undefined ? {} : { model }) }
    }),
  }
}
