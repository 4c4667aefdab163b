export { type AgentTool, agentTools, callFor } from './agent-tools.ts'
export { operationId, toolName } from './tool-name.ts'
