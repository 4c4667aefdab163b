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

/** What a text imports, in whichever of the ways there are. */
const importsIn = (text: string): string[] =>
  [...text.matchAll(/(?:\bfrom|^\s*import|\b(?:import|require|require\.resolve)\()\s*(['"`])([^'"`\n]+)\1/gm)].map(
    (match) => match[2] ?? '',
  )

/** A source file as it is looked at. */
export const sourceFile = (path: string, text: string): SourceFile => ({ path, text, imports: importsIn(text) })

/** Every source file that people write. */
export const sourceFiles = async (): Promise<SourceFile[]> => {
  const paths = await Array.fromAsync(new Bun.Glob(ours).scan({ cwd: root }))
  const written = paths.filter((path) => !/node_modules|\/generated\/|\/dist\/|\/fixtures\//.test(path)).sort()
  return Promise.all(
    written.map(async (path) => {
      return sourceFile(path, await Bun.file(join(root, path)).text())
    }),
  )
}
