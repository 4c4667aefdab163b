import { type Envelope, exitOf } from '@nimbus/kernel'

/** The HTTP status that says the same as an exit code. */
const httpStatus: Readonly<Record<number, number>> = {
  0: 200,
  1: 500,
  2: 422,
  3: 409,
  4: 403,
  5: 424,
  6: 200,
  130: 499,
}

/** The HTTP status of a result. */
export const statusOf = (envelope: Envelope): number => httpStatus[exitOf(envelope)] ?? 500
