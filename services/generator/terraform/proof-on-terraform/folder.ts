import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { EmittedFile } from '../emit/file.ts'

/** A temporary folder; gone when the test is over. */
export type Folder = AsyncDisposable & {
  readonly path: string
  write(files: readonly EmittedFile[], below?: string): Promise<void>
}

/** Makes a temporary folder. */
export async function folder(): Promise<Folder> {
  const path = await mkdtemp(join(tmpdir(), 'nimbus-generator-'))
  return {
    path,
    async write(files, below = '.') {
      for (const file of files) {
        const at = join(path, below, file.path)
        await mkdir(dirname(at), { recursive: true })
        await writeFile(at, file.text)
      }
    },
    async [Symbol.asyncDispose]() {
      await rm(path, { recursive: true, force: true })
    },
  }
}
