import { invalid } from '@nimbus/kernel'
import { openNimbus } from './open.ts'
import { parseEffects, parseSurface } from './surface-flags.ts'

/** `nimbus mcp`: answers a model over MCP on stdin and stdout until it closes them. */
export const startMcp = async (argv: readonly string[], version: string): Promise<number> => {
  const { words, text } = parseSurface(argv, { allow: { type: 'string' }, directory: { type: 'string' } })
  const [word] = words
  if (word !== undefined)
    throw invalid('unexpected-argument', `${word} is one argument too many`, { at: word, next: 'nimbus mcp --help' })
  const allow = parseEffects(text('allow'))
  const { serveMcpOverStdio } = await import('@nimbus/surfaces/mcp')
  const host = await openNimbus({ version, directory: text('directory') })
  try {
    await serveMcpOverStdio(host, { allow, principal: host.principal, session: `stdio:${crypto.randomUUID()}` })
    return 0
  } finally {
    await host.close()
  }
}
