import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { member } from '@nimbus/kernel/define'
import { type Detector, filled, type Plain, type PlainMap, sorted } from '../project/facts.ts'
import { parsed } from './dependencies.ts'

/** Settings of command lines are small; more is something else. */
const largest = 1024 * 1024

type Environment = Readonly<Record<string, string | undefined>>

/** The text of a settings file of whoever runs this; undefined when there is none or it cannot be read. */
export const settingsText = (path: string): string | undefined => {
  try {
    const status = statSync(path)
    return status.isFile() && status.size <= largest ? readFileSync(path, 'utf8') : undefined
  } catch {
    // Absent, or closed to us: then nothing is known from there.
    return undefined
  }
}

/** Sections of an INI file with the values of the named keys; nothing else of it is kept. */
const iniSections = (text: string, keys: readonly string[]): Map<string, Record<string, string>> => {
  const sections = new Map<string, Record<string, string>>()
  let current: Record<string, string> | undefined
  for (const line of text.split('\n')) {
    const heading = /^\s*\[([^\]]+)\]/.exec(line)?.[1]?.trim()
    if (heading !== undefined) {
      current = {}
      sections.set(heading, current)
      continue
    }
    const [, key = '', said = ''] = /^([\w.-]+)\s*=\s*(.*?)\s*$/.exec(line) ?? []
    const value = said.replace(/\s[#;].*$/, '').trimEnd()
    if (current && keys.includes(key) && value !== '') current[key] = value
  }
  return sections
}

/** Profiles of the AWS command line with their regions (AWS CLI user guide, "Configuration and credential file settings"). */
const awsProfiles = (env: Environment, home: string): PlainMap | undefined => {
  const text = settingsText(env.AWS_CONFIG_FILE ?? join(home, '.aws/config'))
  const profiles = [...iniSections(text ?? '', ['region'])].flatMap(([heading, { region }]): [string, Plain][] => {
    const name = heading === 'default' ? heading : /^profile\s+(.+)$/.exec(heading)?.[1]?.replace(/^["']|["']$/g, '')
    return name === undefined ? [] : [[name, region ? { region } : {}]]
  })
  return filled(sorted(profiles))
}

/** Configurations of gcloud with project and region (`gcloud topic configurations`). */
const gcloudConfigurations = (env: Environment, home: string): PlainMap | undefined => {
  const folder = join(env.CLOUDSDK_CONFIG ?? join(home, '.config/gcloud'), 'configurations')
  const found = namesIn(folder).flatMap((file): [string, Plain][] => {
    if (!file.startsWith('config_')) return []
    const sections = iniSections(settingsText(join(folder, file)) ?? '', ['project', 'region'])
    const project = sections.get('core')?.project
    const region = sections.get('compute')?.region
    return [[file.slice('config_'.length), { ...(project ? { project } : {}), ...(region ? { region } : {}) }]]
  })
  return filled(sorted(found))
}

const namesIn = (folder: string): string[] => {
  try {
    return readdirSync(folder)
  } catch {
    // No gcloud here.
    return []
  }
}

/** Subscriptions of the Azure command line by name. Its file begins with a byte order mark. */
const azureSubscriptions = (env: Environment, home: string): PlainMap | undefined => {
  const text = settingsText(join(env.AZURE_CONFIG_DIR ?? join(home, '.azure'), 'azureProfile.json')) ?? ''
  const subscriptions = member(parsed(text.replace(/^\uFEFF/, ''), JSON.parse), 'subscriptions')
  if (!Array.isArray(subscriptions)) return undefined
  const found = subscriptions.map((each: unknown) => member(each, 'name')).filter((name) => typeof name === 'string')
  return filled(sorted(found.map((name) => [name, {}])))
}

/** Profiles of cloud command lines: names, regions, projects. Keys and tokens are in other files, which are not read. */
export const clouds: Detector = {
  section: 'clouds',
  about: 'Profiles on the machine of whoever ran this: names and regions. Take out what others should not see.',
  of: 'machine',
  find({ ctx: { env } }) {
    const home = env.HOME ?? env.USERPROFILE
    if (home === undefined) return {}
    const [aws, gcloud, azure] = [
      awsProfiles(env, home),
      gcloudConfigurations(env, home),
      azureSubscriptions(env, home),
    ]
    const facts = filled({ ...(aws ? { aws } : {}), ...(gcloud ? { gcloud } : {}), ...(azure ? { azure } : {}) })
    return facts ? { facts } : {}
  },
}
