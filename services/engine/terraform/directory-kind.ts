import { posix } from 'node:path'
import { emptyScope } from '@nimbus/hcl'
import { type Directory, textOf } from './directory.ts'

/** The directories that others call as local modules. */
const calledBy = ({ path, blocks }: Directory): string[] =>
  blocks.flatMap(({ block }) => {
    const source = block.type === 'module' ? textOf(block, 'source', emptyScope) : undefined
    return source !== undefined && /^\.\.?\//.test(source) ? [posix.join(path, source, '.').replace(/\/$/, '')] : []
  })

const hasBackend = ({ blocks }: Directory): boolean =>
  blocks.some(
    ({ block }) =>
      block.type === 'terraform' && block.body.blocks.some(({ type }) => type === 'backend' || type === 'cloud'),
  )

const hasProvider = ({ blocks }: Directory): boolean => blocks.some(({ block }) => block.type === 'provider')

/** A directory whose name says that what lies below is called, or shown to others. */
const setAside = /(^|\/)(modules?|examples?|tests?|fixtures?)(\/|$)/

/**
 * Tells directories that are applied (roots) from modules. One that is called here is a module; one that nobody calls
 * is a root when it says where its state or its provider is, or does not lie among modules.
 */
export const rootsAndModules = (
  directories: readonly Directory[],
): { roots: readonly Directory[]; modules: readonly Directory[] } => {
  const called = new Set(directories.flatMap(calledBy))
  const isRoot = (directory: Directory): boolean => {
    if (called.has(directory.path)) return false
    if (hasBackend(directory)) return true
    return (
      !setAside.test(directory.path) &&
      (hasProvider(directory) || directory.blocks.length > 0 || directory.path === '.')
    )
  }
  return { roots: directories.filter(isRoot), modules: directories.filter((directory) => !isRoot(directory)) }
}
