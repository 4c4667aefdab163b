import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A prompt as a file. */
export interface PromptFile extends AsyncDisposable {
  /** Absolute. */
  path: string
}

/** Puts a prompt into a file of mode 0600 in a folder of its own (0700), both removed when disposed of. */
export const promptFile = async (prompt: string): Promise<PromptFile> => {
  const folder = await mkdtemp(join(tmpdir(), 'nimbus-prompt-'))
  const remove = () => rm(folder, { recursive: true, force: true })
  try {
    const path = join(folder, 'prompt.md')
    await writeFile(path, prompt, { mode: 0o600, flag: 'wx' })
    return { path, [Symbol.asyncDispose]: remove }
  } catch (thrown) {
    await remove()
    throw thrown
  }
}
