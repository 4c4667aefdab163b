import { expect, test } from 'bun:test'
import { readFileSync, writeFileSync } from 'node:fs'
import { toErrorData } from './errors.ts'

const thrownBy = (work: () => void): unknown => {
  try {
    work()
  } catch (thrown) {
    return thrown
  }
}

const full = process.platform === 'linux'
test.skipIf(!full)('a full disk is no defect (on Linux, which has a file that always is)', () => {
  const error = toErrorData(thrownBy(() => writeFileSync('/dev/full', 'x')))
  expect(error).toMatchObject({ code: 'system-refused', exit: 1, next: 'make room or get permission' })
  expect(error.message).toContain('ENOSPC')
})

test('a file that is not there where one was expected is', () => {
  expect(toErrorData(thrownBy(() => readFileSync('/nowhere')))).toMatchObject({ code: 'unexpected', exit: 1 })
})
