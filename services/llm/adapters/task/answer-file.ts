import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { lstat, readFile } from 'node:fs/promises'
import { type Context, type Finding, invalid } from '@nimbus/kernel/define'
import { shownPath } from '../../chat/material.ts'

/** The most that the service for files writes at once: 4 MiB. */
const largest = 4 * 1024 * 1024

/** An answer as it was written to a file. */
export interface AnswerFile {
  file: string
  did: 'created' | 'updated' | 'nothing'
  sha256: string
  /** Directories that were made for it, outermost first. */
  directories: string[]
}

const absentAsUndefined = (error: NodeJS.ErrnoException): undefined => {
  if (error.code === 'ENOENT') return undefined
  throw error
}

/**
 * Writes an answer to a file through the service for files, which does it at once, asks where it has to, and protects
 * what is Nimbus's own. What the file held is kept by this run, so that undo gives it back.
 */
export const writeAnswer = async (file: string, text: string, ctx: Context<string>): Promise<AnswerFile> => {
  const shown = shownPath(file, ctx.workspace)
  const bytes = Buffer.byteLength(text)
  if (bytes > largest)
    throw invalid('too-large', `The answer is too large for ${shown}`, {
      at: 'output',
      why: `it has ${bytes} bytes, and files are written up to 4 MiB`,
      next: 'leave out --output and redirect the standard output',
    })
  // An agent program may have put something in its place that is not written over.
  await ctx.foresee('fs.write', { file, content: '' })
  const before = await readFile(file).catch(absentAsUndefined)
  if (before) await ctx.keep(shown, before)
  return ctx.step(`Write ${shown}`, async () => {
    const written = await ctx.call('fs.write', { file, content: text })
    const { did, sha256, directories } = written
    return { file: shown, did, sha256, directories }
  })
}

/** Whether a file holds what was said: read anew from disk. */
export const answerFindings = async (file: string, written: AnswerFile, text: string): Promise<Finding[]> => {
  const finding = (status: Finding['status'], message: string): Finding[] => [
    { status, code: 'answer-written', message, resource: written.file },
  ]
  const status = await lstat(file).catch(absentAsUndefined)
  if (!status?.isFile()) return finding('fail', `${written.file} is not there`)
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer)
  const expected = createHash('sha256').update(text).digest('hex')
  return hash.digest('hex') === expected
    ? finding('pass', `${written.file} holds the answer`)
    : finding('fail', `${written.file} does not hold the answer: something changed it`)
}
