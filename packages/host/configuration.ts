import { join } from 'node:path'
import {
  type Configuration,
  type ConfigValue,
  type ErrorData,
  invalid,
  member,
  NimbusError,
  nearest,
  type Trust,
} from '@nimbus/kernel'
import { changeOwnFile } from './change-own-file.ts'
import type { Home } from './home.ts'
import { policyLayers } from './policy-files.ts'
import { parseSetting, type Setting, settings } from './settings.ts'
import { readYaml, type YamlFile } from './yaml-file.ts'

type Environment = Readonly<Record<string, string | undefined>>
type Problem = Pick<ErrorData, 'message' | 'at' | 'why' | 'next'>

const valueAt = (tree: unknown, key: string): unknown => member(tree, ...key.split('.'))

const settingOf = (key: string): Setting => {
  const setting = settings.find((each) => each.key === key)
  if (setting) return setting
  const close = nearest(
    key,
    settings.map((each) => each.key),
  )
  throw invalid('unknown-setting', `There is no setting ${key}`, {
    at: key,
    next: close ? `did you mean ${close}?` : 'list them with: nimbus config list',
  })
}

const checked = (setting: Setting, raw: unknown, source: string): unknown => {
  const parsed = parseSetting(setting, raw)
  if ('value' in parsed) return parsed.value
  throw invalid('invalid-setting', `${setting.key}: ${parsed.problem}`, {
    at: source,
    why: `it is ${JSON.stringify(raw)}`,
    next: source === setting.key ? `nimbus config set ${setting.key} <value>` : 'change it there',
  })
}

/** A configuration file as it is; one without keys is broken as well. */
const readConfig = async (path: string): Promise<YamlFile> => {
  const file = await readYaml(path)
  if (file.value && typeof file.value === 'object' && !Array.isArray(file.value)) return file
  const problem = { message: 'The file is not a mapping', at: path, next: 'write settings like server: { port: 3000 }' }
  return { path, value: {}, problem }
}

/** A configuration file that holds. A broken one must not count as empty: it may be what forbids something. */
const read = async (path: string): Promise<YamlFile> => {
  const file = await readConfig(path)
  if (!file.problem) return file
  const { message, ...parts } = file.problem
  const next = `${parts.next ?? 'mend it'}; see all that is wrong with: nimbus config validate`
  throw invalid('invalid-yaml', message, { ...parts, next })
}

const keysOf = (value: unknown, path: readonly string[] = []): (readonly string[])[] =>
  value && typeof value === 'object' && !Array.isArray(value)
    ? Object.entries(value).flatMap(([key, inner]) => keysOf(inner, [...path, key]))
    : [path]

const unknownKeys = (file: YamlFile): Problem[] => {
  const known = settings.map(({ key }) => key)
  return keysOf(file.value).flatMap((path): Problem[] => {
    const key = path.join('.')
    if (path.length === 0 || known.includes(key)) {
      const written = path.findLast((word) => word.includes('.'))
      if (written === undefined) return []
      const [group, name] = key.split('.')
      return [{ message: `${key} has no effect as one word`, at: file.path, next: `write ${group}: { ${name}: … }` }]
    }
    const close = nearest(key, known)
    return [
      {
        message: `There is no setting ${key}`,
        at: file.path,
        next: close ? `did you mean ${close}?` : 'list them with: nimbus config list',
      },
    ]
  })
}

/** What the files of policy say wrong: the first thing, since nothing after it was read. */
const policyProblem = async (home: Home, workspace: string, trust: Trust): Promise<Problem[]> => {
  try {
    await policyLayers(home, workspace, trust, 'operate')
    return []
  } catch (thrown) {
    if (!(thrown instanceof NimbusError)) throw thrown
    const { message, at, why, next } = thrown.data
    return [{ message, ...(at ? { at } : {}), ...(why ? { why } : {}), ...(next ? { next } : {}) }]
  }
}

/** Settings from variables, the workspace, the user and the defaults, in that order of precedence. */
export const createConfiguration = (home: Home, env: Environment, trust: Trust): Configuration => {
  const workspaceFile = (workspace: string) => join(workspace, '.nimbus', 'config.yaml')

  const resolve = async (setting: Setting, workspace: string): Promise<ConfigValue> => {
    const { key, description, variable } = setting
    const fromEnvironment = env[variable]
    if (fromEnvironment !== undefined && fromEnvironment !== '')
      return {
        key,
        description,
        value: checked(setting, fromEnvironment, variable),
        origin: 'environment',
        source: variable,
      }
    const project = await read(workspaceFile(workspace))
    const fromProject = valueAt(project.value, key)
    if (fromProject !== undefined && (!setting.sensitive || (await trust.status(workspace)).trusted))
      return {
        key,
        description,
        value: checked(setting, fromProject, project.path),
        origin: 'workspace',
        source: project.path,
      }
    const user = await read(home.config)
    const fromUser = valueAt(user.value, key)
    if (fromUser !== undefined)
      return { key, description, value: checked(setting, fromUser, user.path), origin: 'user', source: user.path }
    return { key, description, value: setting.default, origin: 'default' }
  }

  /** Gives what the file said before, which only whoever has the turn knows. */
  const edit = async (key: string, value: unknown): Promise<unknown> => {
    const { edited } = await import('@nimbus/yaml-edit')
    let previous: unknown
    await changeOwnFile(home, home.config, async () => {
      previous = valueAt((await read(home.config)).value, key)
      if (previous === value) return undefined
      const file = Bun.file(home.config)
      return edited((await file.exists()) ? await file.text() : '', key.split('.'), value)
    })
    return previous
  }

  return {
    list: (workspace) => Promise.all(settings.map((setting) => resolve(setting, workspace))),
    get: async (key, workspace) => resolve(settingOf(key), workspace),
    own: async (key) => valueAt((await read(home.config)).value, settingOf(key).key),
    checked: (key, raw) => checked(settingOf(key), raw, key),
    async set(key, raw) {
      const setting = settingOf(key)
      const value = checked(setting, raw, key)
      const previous = await edit(key, value)
      const { description } = setting
      return { setting: { key, value, description, origin: 'user', source: home.config }, previous }
    },
    unset: async (key) => edit(settingOf(key).key, undefined),
    async validate(workspace) {
      const files = await Promise.all([home.config, workspaceFile(workspace)].map(readConfig))
      const { problem } = await readYaml(home.trust)
      const lists = [...(problem ? [problem] : []), ...(await policyProblem(home, workspace, trust))]
      const inSettings = files.flatMap((file) => {
        if (file.problem) return [file.problem]
        const wrong = settings.flatMap((setting): Problem[] => {
          const raw = valueAt(file.value, setting.key)
          const parsed = raw === undefined ? { value: raw } : parseSetting(setting, raw)
          return 'problem' in parsed
            ? [{ message: `${setting.key}: ${parsed.problem}`, at: file.path, why: `it is ${JSON.stringify(raw)}` }]
            : []
        })
        return [...unknownKeys(file), ...wrong]
      })
      return [...inSettings, ...lists]
    },
  }
}
