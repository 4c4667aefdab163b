import { member } from '@nimbus/kernel/define'
import { nameOf } from '../project/facts.ts'

/** The kinds of files that name dependencies, and which ones a text of that kind names; undefined where it is broken. */
type Reader = (text: string) => readonly string[] | undefined

const keysOf = (value: unknown): string[] =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? Object.keys(value) : []

/** The value of a JSON or TOML text; undefined when it is neither. */
export const parsed = (text: string, parse: (text: string) => unknown): unknown => {
  try {
    return parse(text)
  } catch {
    // What is wrong with it, whoever builds the project is told by their own tools.
    return undefined
  }
}

/** The part of a requirement of PEP 508 that is its name. */
const requirementName = (line: unknown): string[] => {
  const name = typeof line === 'string' ? /^\s*([A-Za-z0-9][\w.-]*)/.exec(line)?.[1] : undefined
  return name ? [name.toLowerCase().replaceAll('_', '-')] : []
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

const firstGroups = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map(([, name = '']) => name)

const keysAt = (value: unknown, key: string): string[] | undefined =>
  value === undefined ? undefined : keysOf(member(value, key))

const readers: Readonly<Record<string, Reader>> = {
  'package.json'(text) {
    const value = parsed(text, JSON.parse)
    if (value === undefined) return undefined
    return ['dependencies', 'devDependencies', 'peerDependencies'].flatMap((key) => keysOf(member(value, key)))
  },
  'composer.json': (text) => keysAt(parsed(text, JSON.parse), 'require'),
  'pom.xml': (text) => firstGroups(text, /<artifactId>\s*([\w.-]+)\s*<\/artifactId>/g),
  'build.gradle': (text) => firstGroups(text, /["'(]([\w.-]+(?::[\w.-]+)?)(?::[\w.${}-]+)?["')]/g),
  'build.gradle.kts': (text) => readers['build.gradle']?.(text) ?? [],
  'pyproject.toml'(text) {
    const value = parsed(text, Bun.TOML.parse)
    if (value === undefined) return undefined
    const optional = member(value, 'project', 'optional-dependencies')
    const groups = keysOf(optional).flatMap((group) => listOf(member(optional, group)))
    return [...listOf(member(value, 'project', 'dependencies')), ...groups]
      .concat(keysOf(member(value, 'tool', 'poetry', 'dependencies')))
      .flatMap(requirementName)
  },
  Pipfile: (text) => keysAt(parsed(text, Bun.TOML.parse), 'packages')?.flatMap(requirementName),
  'requirements.txt': (text) => text.split('\n').flatMap(requirementName),
  'go.mod': (text) => firstGroups(text, /^[ \t]*(?:require[ \t]+)?([\w.-]+\.[a-z]+\/[\w./-]+)[ \t]+v\d/gm),
  'Cargo.toml': (text) => keysAt(parsed(text, Bun.TOML.parse), 'dependencies'),
  Gemfile: (text) => firstGroups(text, /^[ \t]*gem[ \t]+["']([\w-]+)["']/gm),
  'mix.exs': (text) => firstGroups(text, /\{:(\w+),/g),
}

/** Names of dependencies that a manifest gives; undefined for a file that is none, or a broken one. */
export const dependenciesIn = (path: string, text: string): readonly string[] | undefined => {
  const name = nameOf(path)
  return Object.hasOwn(readers, name) ? readers[name]?.(text) : undefined
}

/** Whether a file of this path names dependencies. */
export const isManifest = (path: string): boolean => Object.hasOwn(readers, nameOf(path))
