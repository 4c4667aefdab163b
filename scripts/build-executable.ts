import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Platforms that releases are built for, as Bun names them. */
export const platforms = ['bun-linux-x64', 'bun-linux-arm64', 'bun-darwin-x64', 'bun-darwin-arm64', 'bun-windows-x64']

/** What runs in threads of its own: nothing imports it, so the build must be told. */
export const threadScripts = [join(import.meta.dir, '../packages/store/writer.ts')]

/**
 * Builds a standalone executable and gives its path.
 *
 * Bytecode halves the start-up of anything that loads modules; splitting keeps what a command does not use unloaded.
 * Never `strip` the result: the program is appended to the runtime.
 */
export const buildExecutable = async (
  entry: string,
  outfile: string,
  platform?: string,
  threads: readonly string[] = [],
): Promise<string> => {
  mkdirSync(dirname(outfile), { recursive: true })
  const argv = [
    process.execPath,
    'build',
    '--compile',
    '--minify',
    '--bytecode',
    '--format=esm',
    '--splitting',
    // A repository that nobody trusts yet sets no variable and loads no code.
    '--no-compile-autoload-dotenv',
    '--no-compile-autoload-bunfig',
    '--no-compile-autoload-tsconfig',
    '--no-compile-autoload-package-json',
    // Ink asks for it only while somebody works on a screen, with DEV=true.
    '--external=react-devtools-core',
    ...(platform ? [`--target=${platform}`] : []),
    entry,
    ...threads,
    '--outfile',
    outfile,
  ]
  const child = Bun.spawn(argv, { stdout: 'pipe', stderr: 'pipe' })
  const [stdout, stderr, exit] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited])
  if (exit !== 0) throw new Error(`the build failed:\n${stdout}${stderr}`)
  return outfile
}
