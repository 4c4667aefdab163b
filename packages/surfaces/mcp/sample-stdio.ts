// An MCP server over the sample operations, as a process of its own; for tests. Its arguments are the allowed effects.
import { type Effect, effects } from '@nimbus/kernel'
import { memoryGateway, person } from '@nimbus/testkit/memory-gateway'
import { memorySource } from '@nimbus/testkit/memory-source'
import { sampleOperations } from '@nimbus/testkit/sample-operations'
import { serveMcpOverStdio } from './stdio.ts'

const gateway = memoryGateway([memorySource(sampleOperations(new Map([['a', '1']])))], { workspace: '/srv/workspace' })
const allow = process.argv.slice(2).filter((word): word is Effect => effects.some((effect) => effect === word))
await serveMcpOverStdio(gateway, { principal: person, session: 'stdio', allow })
