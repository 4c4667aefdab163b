import { join } from 'node:path'
import type { ConfigurationFolder } from '@nimbus/kernel'

/** So many workspaces are remembered; more are forgotten, which only costs making them anew. */
const mostKnown = 1_000

/**
 * The folders that configuration may lie in, of the user first: the same list as long as it says the same, so that
 * whatever is worked out from it can be kept with it.
 */
export const createConfigFolders = (home: string, isTrusted: (workspace: string) => boolean | Promise<boolean>) => {
  const known = new Map<string, readonly ConfigurationFolder[]>()
  const foldersOf = (workspace: string, trusted: boolean): readonly ConfigurationFolder[] => {
    const found = known.get(workspace)
    if (found?.[1]?.trusted === trusted) return found
    const folders: readonly ConfigurationFolder[] = [
      { origin: 'user', path: home, trusted: true },
      { origin: 'workspace', path: join(workspace, '.nimbus'), trusted },
    ]
    if (known.size >= mostKnown) known.clear()
    known.set(workspace, folders)
    return folders
  }
  return (workspace: string) => {
    const trusted = isTrusted(workspace)
    return trusted instanceof Promise
      ? trusted.then((known) => foldersOf(workspace, known))
      : foldersOf(workspace, trusted)
  }
}
