import { programVersion } from '@nimbus/exec'
import { type Context, operation, z } from '@nimbus/kernel/define'
import { missingVariables } from '../adapters/absent-tools.ts'
import { definitionFile, definitionIn } from '../adapters/definition/definition-file.ts'
import { ToolView, toolTable } from '../adapters/definition/tool-view.ts'
import { findTool, isMetered } from '../adapters/run-tool.ts'
import { programOf } from '../adapters/tool-program.ts'
import { loadSettings } from '../config/load-settings.ts'
import type { Tool } from '../config/settings.ts'

type Origins = (name: string) => ToolView['origin']

/** Who says what a tool is: the workspace, if it may and does, else the user, else Nimbus. */
const originsIn = async (ctx: Context): Promise<Origins> => {
  const workspace = await definitionFile('workspace', ctx)
  const user = await definitionFile('user', ctx)
  const trusted = (await ctx.folders()).some((folder) => folder.origin === 'workspace' && folder.trusted)
  return (name) => {
    if (trusted && definitionIn(workspace, name) !== undefined) return 'workspace'
    return definitionIn(user, name) === undefined ? 'shipped' : 'user'
  }
}

const viewOf = (tool: Tool, origin: ToolView['origin'], ctx: Context): ToolView => {
  const found = findTool(tool, ctx.env)
  const program = found?.program ?? programOf(tool, 'linux', ctx.env)
  return {
    name: tool.name,
    binary: program.binaries[0] ?? '',
    ...(found ? { path: found.place.binary } : {}),
    models: Object.keys(tool.models),
    capabilities: [...tool.capabilities],
    prompt: tool.prompt,
    metering: isMetered(tool, ctx.env) ? 'metered' : 'not-metered',
    missing: missingVariables(tool, ctx.env),
    origin,
    ...(tool.install ? { install: tool.install } : {}),
  }
}

/** What a tool's program says of its version, where it is here. */
const versionOf = async (tool: Tool, { env }: Context): Promise<Pick<ToolView, 'version'>> => {
  const found = findTool(tool, env)
  const version = found && (await programVersion(found.program, { ...env, ...tool.env }))
  return version ? { version } : {}
}

/**
 * Lists the agent programs that are defined: those that come with Nimbus, yours, and those of the workspace.
 *
 * Programs are looked for and not started, unless their versions are asked for.
 */
export default operation({
  id: 'llm.tool-list',
  summary: 'List the agent programs that tasks can be given to',
  effect: 'read',
  untrusted: true,
  input: z.object({ versions: z.boolean().default(false).describe('Ask every program that is here for its version') }),
  output: z.object({ tools: z.array(ToolView).describe('By name') }),
  examples: [{ title: 'What is there to ask?', input: {} }],
  phrases: [
    'list agent programs',
    'which tools can be asked',
    'is {tool} installed',
    'which agent programs are there',
    'which agent programs are installed',
    'list the tools',
    'show the agent programs and their versions',
    'which agent clis do we have',
    'agent programs',
  ],
  words: {
    versions: { words: ['versions', 'version', 'which version', 'in which versions'] },
  },

  async run({ versions }, ctx) {
    const settings = await loadSettings(ctx)
    const originOf = await originsIn(ctx)
    const tools = Object.values(settings.tools).toSorted((a, b) => (a.name < b.name ? -1 : 1))
    const view = (tool: Tool) => viewOf(tool, originOf(tool.name), ctx)
    if (!versions) return { tools: tools.map(view) }
    return { tools: await Promise.all(tools.map(async (tool) => ({ ...view(tool), ...(await versionOf(tool, ctx)) }))) }
  },
  text: ({ tools }) => toolTable(tools),
})
