import { expect, test } from 'bun:test'
import { parseLockError } from './lock-error.ts'

/** As Terraform 1.11.4 prints it. */
const framed = `╷
│ Error: Error acquiring the state lock
│
│ Error message: resource temporarily unavailable
│ Lock Info:
│   ID:        7a6f0f5e-0f43-4a0c-6f7e-6a1c1dcb2f3d
│   Path:      terraform.tfstate
│   Operation: OperationTypeApply
│   Who:       ann@laptop
│   Version:   1.11.4
│   Created:   2026-11-21 03:45:07.099115 +0000 UTC
│   Info:
│
│
│ Terraform acquires a state lock to protect the state from being written
╵
`

test('finds who holds the lock, since when and for what', () => {
  expect(parseLockError(framed)).toEqual({
    id: '7a6f0f5e-0f43-4a0c-6f7e-6a1c1dcb2f3d',
    path: 'terraform.tfstate',
    operation: 'OperationTypeApply',
    who: 'ann@laptop',
    version: '1.11.4',
    created: '2026-11-21 03:45:07.099115 +0000 UTC',
  })
})

test('is silent about other errors', () => {
  expect(parseLockError('│ Error: Unsupported argument\n│   ID: x')).toBeUndefined()
})
