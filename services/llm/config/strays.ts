import { readdirSync, statSync } from 'node:fs'
import { basename, extname, join } from 'node:path'
import { type ConfigurationFolder, type Context, nearest } from '@nimbus/kernel/define'
import { sections } from './file-schema.ts'
import { shownFile } from './files.ts'
import type { Problem } from './problem.ts'

/** A file that somebody may take for configuration and that is not read. */
export interface Stray {
  /** Absolute. */
  path: string
  /** As a person knows it. */
  shown: string
  /** The name under which it would be read, where that can be told. */
  right?: string
}

const yaml = /^[\w.-]+\.ya?ml$/i

/** The name of the section that a file in the folder `llm/` means. */
const rightName = (name: string): string | undefined => {
  const stem = basename(name, extname(name))
  const section = nearest(stem, sections) ?? nearest(stem.replace(/y$/, 'ies'), sections)
  return section && `${section}.yaml`
}

const namesIn = (folder: string): string[] =>
  statSync(folder, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(folder) : []

/** The files of a folder of configuration that are called nearly like those that are read. */
export const straysIn = (
  { path: folder }: Pick<ConfigurationFolder, 'path'>,
  place: Pick<Context, 'workspace' | 'env'>,
): Stray[] => {
  const stray = (name: string, right: string | undefined): Stray => {
    const path = join(folder, name)
    return { path, shown: shownFile(path, place), ...(right ? { right } : {}) }
  }
  const single = statSync(join(folder, 'llm.yml'), { throwIfNoEntry: false }) ? [stray('llm.yml', 'llm.yaml')] : []
  const parts = namesIn(join(folder, 'llm'))
    .filter((name) => yaml.test(name) && !sections.some((section) => name === `${section}.yaml`))
    .map((name) => stray(join('llm', name), rightName(name)))
  return [...single, ...parts.sort((a, b) => a.shown.localeCompare(b.shown))]
}

/** What a person is told of such a file: a budget in it does not hold. */
export const strayProblem = ({ shown, right }: Stray): Problem => ({
  message: `${shown} is not read`,
  at: shown,
  why: 'nothing that it says counts, budgets included',
  next: right
    ? `rename it to ${right}, or move what it says there`
    : `call it ${sections.map((section) => `${section}.yaml`).join(', ')} by what it holds, or move it away`,
})

/** The same in one line, for whoever asks a model meanwhile; only where a file clearly means to be configuration. */
export const strayWarnings = (strays: readonly Stray[]): string[] =>
  strays.flatMap(({ shown, right }) =>
    right ? [`${shown} is not read, and no budget in it holds: rename it to ${right}`] : [],
  )
