import { expect, test } from 'bun:test'
import { toErrorData } from '@nimbus/kernel'
import { createScrub } from './host-paths.ts'

test.each([
  "EACCES: permission denied, open '/srv/deep/secret.db'",
  "ENOENT: no such file, open '/srv/deep/secret.db'",
])('what the system says tells no path of the machine: %s', (message) => {
  const told = createScrub('/srv/shop')(toErrorData(new Error(message)))
  expect(told.message).toContain('…/secret.db')
  expect(told.message).not.toContain('/srv')
})
