import type { Platform } from '../config/settings.ts'

/** What tells one platform from another. Tests give their own. */
export interface Machine {
  /** As `process.platform` says. */
  os: string
  env: Readonly<Record<string, string | undefined>>
  /** The release of the kernel; inside WSL it names its maker. */
  release: string
}

/**
 * The platform of a machine: Linux, macOS, Windows, or Linux inside Windows (WSL).
 *
 * WSL sets `WSL_DISTRO_NAME` for interactive sessions; services are told by the kernel's release, which says
 * `microsoft`. Other Unixes count as Linux: what matters here is how paths and names of programs look.
 */
export const platformOf = ({ os, env, release }: Machine): Platform => {
  if (os === 'win32') return 'win32'
  if (os === 'darwin') return 'darwin'
  return os === 'linux' && (env.WSL_DISTRO_NAME || /microsoft/i.test(release)) ? 'wsl' : 'linux'
}

/** The distribution whose share Windows programs reach our files through. */
export const distributionOf = (env: Machine['env']): string => env.WSL_DISTRO_NAME || 'Ubuntu'
