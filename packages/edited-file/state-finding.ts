import { lstatSync, readFileSync } from 'node:fs'
import type { Finding } from '@nimbus/kernel'
import { type EditedFile, stateOf } from './edited-file.ts'

/** Whether a file is in a state, read from disk anew. */
export const stateFinding = (
  { path, shown, resource }: Omit<EditedFile, 'bytes'>,
  expected: string,
  code: string,
): Finding => {
  const status = lstatSync(path, { throwIfNoEntry: false })
  const found = status?.isFile() ? stateOf(readFileSync(path)) : status ? 'no file' : 'absent'
  return found === expected
    ? { status: 'pass', code, message: `${shown} is as it should be`, resource }
    : { status: 'fail', code, message: `${shown} is not what was written: something changed it`, resource }
}
