import { type Detector, nameOf, type Plain, sorted } from '../project/facts.ts'

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
  'requirements.txt': 'pip',
  'go.mod': 'go',
}

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
      const [lock, manifest] = [own(lockfiles, name), own(manifests, name)]
      if (lock) locked.set(lock, [...(locked.get(lock) ?? []), path])
      if (manifest) named.set(manifest, [...(named.get(manifest) ?? []), path])
    }
    const all: [string, Plain][] = [...new Map([...named, ...locked])].map(([manager, files]) => [
      manager,
      files.sort(),
    ])
    return all.length > 0 ? { facts: sorted(all) } : {}
  },
}
