import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { lstat } from 'node:fs/promises'
import type { Finding } from '@nimbus/kernel/define'
import { absentAsUndefined } from './absent.ts'

/** Whether a file is there, is a regular one and has this SHA-256: streamed from disk anew. */
export const contentFindings = async (file: string, shown: string, expected: string): Promise<Finding[]> => {
  const finding = (status: Finding['status'], message: string): Finding[] => [
    { status, code: 'file-written', message, resource: shown },
  ]
  const status = await lstat(file).catch(absentAsUndefined)
  if (!status) return finding('fail', `${shown} is not there`)
  if (!status.isFile()) return finding('fail', `${shown} is not a regular file`)
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer)
  return hash.digest('hex') === expected
    ? finding('pass', `${shown} holds what was written`)
    : finding('fail', `${shown} does not hold what was written: something changed it`)
}

/** Whether a file is gone. */
export const absenceFindings = async (file: string, shown: string): Promise<Finding[]> => {
  const gone = (await lstat(file).catch(absentAsUndefined)) === undefined
  const message = gone ? `${shown} is gone` : `${shown} is still there`
  return [{ status: gone ? 'pass' : 'fail', code: 'file-removed', message, resource: shown }]
}
