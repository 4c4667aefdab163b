/** Where a WSL distribution shows the drives of Windows; `[automount] root` of wsl.conf(5) may say otherwise. */
const defaultMount = '/mnt'

/** Whether a path is written the way of Windows: with a drive, or on a share. */
export const isWindowsPath = (path: string): boolean => /^[A-Za-z]:[\\/]/.test(path) || path.startsWith('\\\\')

/**
 * A path of Windows as a WSL distribution sees it: `C:\x` is `/mnt/c/x`, and a share of the distribution itself
 * (`\\wsl.localhost\Ubuntu\home`, formerly `\\wsl$\…`) is the path inside. Others are given as they are; undefined for
 * a share of another machine, which WSL does not see.
 *
 * Source: "Working across Windows and Linux file systems", learn.microsoft.com/windows/wsl/filesystems (2025).
 */
export const wslPath = (path: string, mount = defaultMount): string | undefined => {
  const drive = /^([A-Za-z]):[\\/](.*)$/s.exec(path)
  if (drive) {
    const rest = (drive[2] ?? '').replaceAll('\\', '/')
    return `${mount}/${(drive[1] ?? '').toLowerCase()}${rest === '' ? '' : `/${rest}`}`
  }
  const share = /^\\\\wsl(?:\.localhost|\$)\\[^\\]+(\\.*)?$/is.exec(path)
  if (share) return (share[1] ?? '\\').replaceAll('\\', '/')
  return path.startsWith('\\\\') ? undefined : path
}

/**
 * A path inside a WSL distribution as a program of Windows sees it: `/mnt/c/x` is `C:\x`, everything else lies on the
 * share of the distribution. Undefined for a relative path, and for one that Windows cannot name.
 */
export const windowsPath = (path: string, distribution: string, mount = defaultMount): string | undefined => {
  if (isWindowsPath(path)) return path
  // A backslash is an ordinary character of a name on Linux and none on Windows.
  if (!path.startsWith('/') || path.includes('\\')) return undefined
  const inner = path.slice(mount.length)
  const drive = path.startsWith(`${mount}/`) ? /^\/([a-z])(\/.*)?$/s.exec(inner) : null
  if (drive) return `${(drive[1] ?? '').toUpperCase()}:${(drive[2] ?? '/').replaceAll('/', '\\')}`
  return `\\\\wsl.localhost\\${distribution}${path.replaceAll('/', '\\')}`
}
