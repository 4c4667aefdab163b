import { member } from '@nimbus/kernel/define'
import { type Detector, nameOf, type Plain, sorted } from '../project/facts.ts'
import type { Tree } from '../tree/tree.ts'
import { isRequirements, parsed } from './dependencies.ts'

/** Package managers by the file that fixes versions. */
const lockfiles: Readonly<Record<string, string>> = {
  'pnpm-lock.yaml': 'pnpm',
  'package-lock.json': 'npm',
  'npm-shrinkwrap.json': 'npm',
  'yarn.lock': 'yarn',
  'bun.lock': 'bun',
  'bun.lockb': 'bun',
  'deno.lock': 'deno',
  'poetry.lock': 'poetry',
  'uv.lock': 'uv',
  'pdm.lock': 'pdm',
  'Pipfile.lock': 'pipenv',
  'Cargo.lock': 'cargo',
  'go.sum': 'go',
  'Gemfile.lock': 'bundler',
  'composer.lock': 'composer',
  'mix.lock': 'mix',
  'pubspec.lock': 'pub',
  'gradle.lockfile': 'gradle',
  'packages.lock.json': 'nuget',
  'Package.resolved': 'swift',
  'flake.lock': 'nix',
}

/** Files that name dependencies, of managers that have no lockfile by default. */
const manifests: Readonly<Record<string, string>> = {
  'pom.xml': 'maven',
  'build.gradle': 'gradle',
  'build.gradle.kts': 'gradle',
  'setup.py': 'pip',
  'go.mod': 'go',
  'Cargo.toml': 'cargo',
  Gemfile: 'bundler',
  'composer.json': 'composer',
}

/** Managers that share one manifest; it tells which of them it is for only where none of them has a lockfile. */
const shared: readonly { file: string; managers: readonly string[]; read: (text: string) => string }[] = [
  {
    file: 'package.json',
    managers: ['pnpm', 'npm', 'yarn', 'bun'],
    read(text) {
      const named = member(parsed(text, JSON.parse), 'packageManager')
      return (typeof named === 'string' && /^[a-z]+/.exec(named)?.[0]) || 'npm'
    },
  },
  {
    file: 'pyproject.toml',
    managers: ['poetry', 'uv', 'pdm', 'pipenv', 'pip'],
    read(text) {
      const tools = member(parsed(text, Bun.TOML.parse), 'tool')
      return ['poetry', 'uv', 'pdm'].find((tool) => member(tools, tool) !== undefined) ?? 'pip'
    },
  },
]

/** What the manifests nearest to the top say where nothing else tells the manager. */
const bySharedManifests = (tree: Tree, known: ReadonlySet<string>): [string, string[]][] =>
  shared.flatMap(({ file, managers, read }): [string, string[]][] => {
    if (managers.some((manager) => known.has(manager))) return []
    const [top] = tree.files
      .filter((path) => nameOf(path) === file)
      .sort((a, b) => a.split('/').length - b.split('/').length)
    return top === undefined ? [] : [[read(tree.text(top) ?? ''), [top]]]
  })

const own = (table: Readonly<Record<string, string>>, name: string) =>
  Object.hasOwn(table, name) ? table[name] : undefined

/** Package managers, each with its lockfiles, or with its manifests when it has none. */
export const packageManagers: Detector = {
  section: 'package_managers',
  about: 'With their lockfiles, or what names the dependencies where nothing locks them.',
  of: 'project',
  find({ tree }) {
    const locked = new Map<string, string[]>()
    const named = new Map<string, string[]>()
    for (const path of tree.files) {
      const name = nameOf(path)
      const [lock, manifest] = [
        own(lockfiles, name),
        own(manifests, name) ?? (isRequirements(path) ? 'pip' : undefined),
      ]
      if (lock) locked.set(lock, [...(locked.get(lock) ?? []), path])
      if (manifest) named.set(manifest, [...(named.get(manifest) ?? []), path])
    }
    const told = new Map([...named, ...locked])
    const all = [...told, ...bySharedManifests(tree, new Set(told.keys()))].map(([manager, files]): [string, Plain] => [
      manager,
      files.sort(),
    ])
    return all.length > 0 ? { facts: sorted(all) } : {}
  },
}
