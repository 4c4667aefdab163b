export type { Gateway, GatewayCall } from './gateway.ts'
