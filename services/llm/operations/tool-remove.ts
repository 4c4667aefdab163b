import { contentChanges, mustStand, replaceFile, stateOf } from '@nimbus/edited-file'
import { missing, nearest, operation, z } from '@nimbus/kernel/define'
import {
  type DefinitionFile,
  definitionIn,
  definitionNames,
  editableFile,
  withDefinition,
} from '../adapters/definition/definition-file.ts'
import { shippedTools } from '../adapters/shipped-tools.ts'
import { configInTurn } from '../config/config-in-turn.ts'
import { originFor } from '../config/files.ts'
import { projectSaid } from '../config/project-said.ts'
import { mustStaySound, readLegible } from '../config/sound-edit.ts'

const mustDefine = (file: DefinitionFile, name: string): void => {
  if (definitionIn(file, name) !== undefined) return
  const close = nearest(name, definitionNames(file))
  const shipped = Object.hasOwn(shippedTools(), name) ? `${name} comes with Nimbus, and nothing here changes it` : ''
  throw missing('no-definition', `${file.shown} does not define ${name}`, {
    at: file.shown,
    ...(shipped ? { why: shipped } : {}),
    next: close ? `did you mean ${close}?` : 'see who defines it with: nimbus llm tool list',
  })
}

/**
 * Takes the definition of an agent program out of your `llm.yaml` or the project's; the rest of the file stays.
 *
 * Of a shipped tool only what was changed here goes: it is again what it was. The program itself is not touched. A tool
 * that an agent still counts on stays: change the agent first.
 */
export default operation({
  id: 'llm.tool-remove',
  summary: 'Forget the definition of an agent program',
  effect: 'delete',
  input: z.object({
    name: z.string().min(1).describe('The tool to forget'),
    project: z
      .boolean()
      .default(false)
      .describe("Take it out of the project's .nimbus and not out of your own llm.yaml"),
  }),
  output: z.object({
    name: z.string(),
    file: z.string().describe('The file that defined it'),
    state: z.string().describe('SHA-256 of the file'),
    project: z.boolean(),
    shipped: z.boolean().describe('Whether one of that name comes with Nimbus and counts again'),
  }),
  positional: ['name'],
  examples: [{ title: 'Forget one of your own', input: { name: 'my-agent' } }],
  phrases: [
    'remove the agent program {name}',
    'forget the tool {name}',
    'delete the tool {name}',
    'remove the tool {name}',
    'forget the agent program {name}',
    'delete the agent program {name}',
    'drop the tool {name}',
  ],
  words: {
    name: { kind: 'tool' },
    project: projectSaid,
  },

  async preview({ name, project }, ctx) {
    // What is secret in the file must not be shown beside what changes.
    const before = await readLegible(ctx)
    const file = await editableFile(originFor({ project }), ctx)
    mustDefine(file, name)
    const after = await withDefinition(file, name, undefined)
    await mustStaySound(before, file, after, ctx)
    const changes = contentChanges(file, after)
    const resource = `${file.resource}#${name}`
    const named = changes.map((change) => ({ ...change, resource, effect: 'delete' as const }))
    return { changes: named, preconditions: { [file.shown]: stateOf(file.bytes) } }
  },
  run: ({ name, project }, ctx) =>
    configInTurn(ctx, async () => {
      const before = await readLegible(ctx)
      const file = await editableFile(originFor({ project }), ctx)
      mustDefine(file, name)
      const after = await withDefinition(file, name, undefined)
      await mustStaySound(before, file, after, ctx)
      if (file.bytes) await ctx.keep(file.shown, file.bytes)
      await ctx.step(`Forget ${name}`, async () => {
        mustStand(file, await editableFile(originFor({ project }), ctx))
        replaceFile(file, after, 'owner-when-new')
      })
      return { name, file: file.shown, state: stateOf(after), project, shipped: Object.hasOwn(shippedTools(), name) }
    }),
  async verify({ name, project }, _output, ctx) {
    const file = await editableFile(originFor({ project }), ctx)
    const gone = definitionIn(file, name) === undefined
    const message = gone ? `${file.shown} no longer defines ${name}` : `${file.shown} still defines ${name}`
    return [{ status: gone ? 'pass' : 'fail', code: 'tool-forgotten', message, resource: file.resource }]
  },
  undo: (_input, { project, state }, _kept, run) => ({
    operation: 'llm.tool-restore',
    input: { run, project, expect: state },
  }),
  text: ({ name, file, shipped }) =>
    `✓ ${file} no longer defines ${name}${shipped ? '; the one that comes with Nimbus counts again' : ''}`,
})
