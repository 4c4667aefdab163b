/** Directories that hold what others wrote, or what tools put there: never a part of the project itself. */
const foreign: ReadonlySet<string> = new Set([
  '.git',
  '.hg',
  '.svn',
  '.nimbus',
  '.terraform',
  '.terragrunt-cache',
  '.venv',
  'venv',
  'site-packages',
  '__pycache__',
  'node_modules',
  'bower_components',
  'third_party',
  'vendor',
  'Pods',
])

/** Directories that are usually built; where git says what is ignored, it knows better. */
const built: ReadonlySet<string> = new Set([
  '.cache',
  '.gradle',
  '.idea',
  '.mypy_cache',
  '.next',
  '.nuxt',
  '.nx',
  '.pytest_cache',
  '.ruff_cache',
  '.svelte-kit',
  '.tox',
  '.turbo',
  'bin',
  'build',
  'coverage',
  'dist',
  'obj',
  'out',
  'target',
  'tmp',
])

/** Whether a path, with `/`, lies in a directory that is no part of the project. */
export const isForeign = (path: string): boolean => path.split('/').slice(0, -1).some(isForeignName)

const isForeignName = (name: string): boolean => foreign.has(name)

/** Whether a walk stays out of a directory of this name. */
export const isLeftOut = (name: string): boolean => foreign.has(name) || built.has(name)
