import { join } from 'node:path'

/** The repository root. */
export const root = join(import.meta.dir, '../..')

/** A source file with what it imports. */
export interface SourceFile {
  /** Relative to the root. */
  path: string
  text: string
  imports: readonly string[]
}

const ours = '{packages,services,apps,scripts,test,bench}/**/*.{ts,tsx}'

/** Every source file that people write. */
export const sourceFiles = async (): Promise<SourceFile[]> => {
  const paths = await Array.fromAsync(new Bun.Glob(ours).scan({ cwd: root }))
  const written = paths.filter((path) => !/node_modules|\/generated\/|\/dist\/|\/fixtures\//.test(path)).sort()
  return Promise.all(
    written.map(async (path) => {
      const text = await Bun.file(join(root, path)).text()
      const imports = [...text.matchAll(/(?:from|import\()\s*'([^']+)'/g)].map((match) => match[1] ?? '')
      return { path, text, imports }
    }),
  )
}
