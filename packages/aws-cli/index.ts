export { type Caller, callerIdentity, roleOf } from './caller-identity.ts'
export { aws } from './program.ts'
