import { member } from '@nimbus/kernel/define'
import { directoryOf, nameOf } from '../project/facts.ts'

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
  'libs.versions.toml': (text) => readers['build.gradle']?.(text) ?? [],
  'pyproject.toml'(text) {
    const value = parsed(text, Bun.TOML.parse)
    if (value === undefined) return undefined
    const lists = [member(value, 'project', 'optional-dependencies'), member(value, 'dependency-groups')]
    const groups = lists.flatMap((list) => keysOf(list).flatMap((group) => listOf(member(list, group))))
    const poetry = member(value, 'tool', 'poetry', 'group')
    return [...listOf(member(value, 'project', 'dependencies')), ...groups]
      .concat(keysOf(member(value, 'tool', 'poetry', 'dependencies')))
      .concat(keysOf(poetry).flatMap((group) => keysOf(member(poetry, group, 'dependencies'))))
      .flatMap(requirementName)
  },
  'setup.cfg': (text) =>
    (/^install_requires *=(.*(?:\n[ \t].*)*)/m.exec(text)?.[1] ?? '').split('\n').flatMap(requirementName),
  'setup.py'(text) {
    const [, list = ''] = /install_requires\s*=\s*\[((?:[\s,]|#.*|"[^"\n]*"|'[^'\n]*')*)/.exec(text) ?? []
    return firstGroups(list, /["']([^"']+)["']/g).flatMap(requirementName)
  },
  Pipfile: (text) => keysAt(parsed(text, Bun.TOML.parse), 'packages')?.flatMap(requirementName),
  'requirements.txt': (text) => text.split('\n').flatMap(requirementName),
  // What only something else needs is marked as indirect.
  'go.mod': (text) =>
    text
      .split('\n')
      .filter((line) => !line.includes('// indirect'))
      .flatMap((line) => /^[ \t]*(?:require[ \t]+)?([\w.-]+\.[a-z]+\/[\w./-]+)[ \t]+v\d/.exec(line)?.[1] ?? []),
  'Cargo.toml': (text) => keysAt(parsed(text, Bun.TOML.parse), 'dependencies'),
  Gemfile: (text) => firstGroups(text, /^[ \t]*gem[ \t]+["']([\w-]+)["']/gm),
  'mix.exs': (text) => firstGroups(text, /\{:(\w+),/g),
}

/** Requirements of pip, in one file or in several of a folder. */
const requirements = /(^|\/)requirements([-_.][\w.-]+|\/[\w.-]+)?\.(txt|in)$/

/** Whether a file lists requirements of pip. */
export const isRequirements = (path: string): boolean => requirements.test(path)

const readerOf = (path: string): Reader | undefined => {
  const name = isRequirements(path) ? 'requirements.txt' : nameOf(path)
  return Object.hasOwn(readers, name) ? readers[name] : undefined
}

/** Names of dependencies that a manifest gives; undefined for a file that is none, or a broken one. */
export const dependenciesIn = (path: string, text: string): readonly string[] | undefined => readerOf(path)?.(text)

/** Whether a file of this path names dependencies. */
export const isManifest = (path: string): boolean => readerOf(path) !== undefined

/** The directory whose dependencies a manifest names: some lie in a folder of their own. */
export const dependentOf = (path: string): string => {
  const directory = directoryOf(path)
  return /^(requirements|gradle)$/.test(nameOf(directory)) ? directoryOf(directory) : directory
}
