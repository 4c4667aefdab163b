import { refTo } from './schema-component.ts'

const problemContent = { 'application/problem+json': { schema: refTo('Problem') } }

/** The answers that any call may give beside its result, by status; see the exit codes of the command line. */
export const problemResponses: Readonly<Record<string, { description: string; content: unknown }>> = {
  BadRequest: { description: 'The body is not JSON that can be read', content: problemContent },
  Unauthenticated: { description: 'No valid token', content: problemContent },
  Denied: { description: 'Policy, a budget or confinement forbids it', content: problemContent },
  Approval: { description: 'A person has to approve `error.plan` first', content: problemContent },
  TooLarge: { description: 'The body is too large', content: problemContent },
  NotJson: { description: 'The body is not application/json', content: problemContent },
  Invalid: { description: 'The input is wrong; nothing was changed', content: problemContent },
  Missing: { description: 'A program, credential, file or record is missing', content: problemContent },
  Cancelled: { description: 'The call was cancelled', content: problemContent },
  Failed: { description: 'The work was tried and did not succeed', content: problemContent },
}

const byStatus = {
  400: 'BadRequest',
  401: 'Unauthenticated',
  403: 'Denied',
  409: 'Approval',
  413: 'TooLarge',
  415: 'NotJson',
  422: 'Invalid',
  424: 'Missing',
  499: 'Cancelled',
  500: 'Failed',
} as const

/** References to all of them, for the `responses` of an operation. */
export const problemRefs = Object.fromEntries(
  Object.entries(byStatus).map(([status, name]) => [status, { $ref: `#/components/responses/${name}` }]),
)
