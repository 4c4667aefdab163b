import { join } from 'node:path'
import { fileStamp } from '@nimbus/edited-file/file-stamp'
import type { Configuration, PolicyLayer, Trust } from '@nimbus/kernel'
import type { Home } from './home.ts'
import { policyLayers } from './policy-files.ts'

/** What the files said of a workspace when they were last looked at, worked out once for as long as they say so. */
interface Known {
  stamp: string
  lookedAt: number
  autonomy?: unknown
  layers?: readonly PolicyLayer[]
  trusted?: boolean
}

/** What policy, trust and configuration say of a workspace. */
export interface InForce {
  /** The level of autonomy, or a promise of it where the files have to be read first. */
  autonomy(workspace: string, freshness: Freshness): unknown
  /** The layers of policy; raises `invalid-policy` (exit 2). */
  layers(workspace: string, freshness: Freshness): readonly PolicyLayer[] | Promise<readonly PolicyLayer[]>
  /** Whether a person has vouched for the workspace, as of at most `staleMs` ago. */
  trusted(workspace: string): boolean | Promise<boolean>
  /** Has the files looked at anew by whoever asks next: something in this process may have written them. */
  doubt(): void
}

/**
 * Whether the files must be looked at now, or may have been looked at a moment ago.
 *
 * Whatever has an effect is decided by the files as they are. Only a read may be decided by a look that others paid
 * for, and at most `staleMs` later.
 */
export type Freshness = 'now' | 'lately'

/** How long a server lets a change by another process go unseen by reads, in milliseconds. */
export const servingStaleMs = 50

/** A server may know that many workspaces; more are forgotten, which only costs another look. */
const mostKnown = 1_000

/**
 * The rules that are in force, read again whenever one of their files has changed.
 *
 * `staleMs` is how long a change that another process made may go unseen by reads, in milliseconds. It is 0 wherever
 * a call is all that a process does, and then every call looks.
 */
export const createInForce = (home: Home, config: Configuration, trust: Trust, staleMs: number): InForce => {
  const everywhere = [home.config, home.policy, home.trust]
  const known = new Map<string, Known>()

  const stampOf = (workspace: string): string => {
    const folder = join(workspace, '.nimbus')
    const files = [...everywhere, join(folder, 'config.yaml'), join(folder, 'policy.yaml')]
    return files.map((path) => fileStamp(path)?.stamp ?? '').join('\n')
  }

  const look = (workspace: string, freshness: Freshness): Known => {
    const found = known.get(workspace)
    const now = performance.now()
    if (found && freshness === 'lately' && now - found.lookedAt < staleMs) return found
    const stamp = stampOf(workspace)
    if (found?.stamp === stamp) {
      found.lookedAt = now
      return found
    }
    if (known.size >= mostKnown) known.clear()
    // The stamp is older than what is read after it, so a change in between is found at the next look.
    const fresh: Known = { stamp, lookedAt: now }
    known.set(workspace, fresh)
    return fresh
  }

  const readAutonomy = async (found: Known, workspace: string): Promise<unknown> => {
    found.autonomy ??= (await config.get('autonomy', workspace)).value
    return found.autonomy
  }

  const readLayers = async (found: Known, workspace: string): Promise<readonly PolicyLayer[]> => {
    found.layers ??= await policyLayers(home, workspace, trust, await readAutonomy(found, workspace))
    return found.layers
  }

  const readTrust = async (found: Known, workspace: string): Promise<boolean> => {
    found.trusted ??= (await trust.status(workspace)).trusted
    return found.trusted
  }

  return {
    autonomy(workspace, freshness) {
      const found = look(workspace, freshness)
      return found.autonomy ?? readAutonomy(found, workspace)
    },
    layers(workspace, freshness) {
      const found = look(workspace, freshness)
      return found.layers ?? readLayers(found, workspace)
    },
    trusted(workspace) {
      const found = look(workspace, 'lately')
      return found.trusted ?? readTrust(found, workspace)
    },
    doubt() {
      for (const each of known.values()) each.lookedAt = Number.NEGATIVE_INFINITY
    },
  }
}
