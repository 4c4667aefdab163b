export { createMcpEndpoint, type McpEndpoint } from './endpoint.ts'
export { createMcpServer, type McpOptions, type McpSession } from './server.ts'
export { serveMcpOverStdio } from './stdio.ts'
