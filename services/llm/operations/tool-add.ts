import { contentChanges, mustStand, replaceFile, stateOf } from '@nimbus/edited-file'
import { File, operation, z } from '@nimbus/kernel/define'
import { definitionIn, editableFile, withDefinition } from '../adapters/definition/definition-file.ts'
import { checkedDefinition, definitionFrom } from '../adapters/definition/parse-definition.ts'
import { textFile } from '../chat/material.ts'
import { configInTurn } from '../config/config-in-turn.ts'
import { originFor } from '../config/files.ts'
import { projectSaid } from '../config/project-said.ts'
import { mustStaySound, readLegible } from '../config/sound-edit.ts'
import { present } from '../present.ts'

const Input = z.object({
  name: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'takes letters, digits and . _ -')
    .describe('What the tool is called in llm.yaml'),
  file: File.optional().describe('A YAML file with the definition; the flags win over it'),
  binary: z.string().min(1).optional().describe('A name on PATH, or an absolute path'),
  args: z.array(z.string()).optional().describe('One template for each argument, such as --model={{model}}'),
  prompt: z.enum(['argument', 'stdin', 'file']).optional().describe('How the prompt gets there'),
  models: z.array(z.string()).optional().describe('Models it takes; any when none is given'),
  capabilities: z.array(z.string()).optional().describe('What it can do, such as code or files'),
  envRequired: z.array(z.string()).optional().describe('Variables it cannot do without'),
  format: z.enum(['text', 'json', 'json-lines', 'regex']).optional().describe('How its output is read; default text'),
  answerAt: z.string().optional().describe('Where the answer is: a path such as result.text, or a pattern'),
  project: z.boolean().default(false).describe("Define it in the project's .nimbus and not in your own llm.yaml"),
})

/** The definition that the flags and the file say together, with the keys of `llm.yaml`. */
const writtenBy = async (input: z.output<typeof Input>, workspace: string): Promise<unknown> => {
  const { name, file, binary, args, prompt, models, capabilities, envRequired, format, answerAt } = input
  const base = file === undefined ? {} : await definitionFrom(name, (await textFile(file, workspace)).text)
  if (base === null || typeof base !== 'object' || Array.isArray(base)) return base
  const output = { ...(format ? { format } : {}), ...(answerAt ? { text: answerAt } : {}) }
  const flags = present({ binary, args, prompt, models, capabilities, env_required: envRequired })
  return { ...base, ...flags, ...(Object.keys(output).length > 0 ? { output } : {}) }
}

/**
 * Defines an agent program, or says of a shipped one what is different here, in your `llm.yaml` or the project's.
 *
 * The definition is checked first, and the rest of the file stays as it was written, comments included. Definitions of a
 * project count once it is trusted: they decide which programs run.
 */
export default operation({
  id: 'llm.tool-add',
  summary: 'Define an agent program',
  effect: 'update',
  idempotent: true,
  input: Input,
  output: z.object({
    name: z.string(),
    file: z.string().describe('The file that defines it now'),
    did: z.enum(['created', 'updated', 'nothing']),
    state: z.string().describe('SHA-256 of the file'),
    project: z.boolean(),
  }),
  positional: ['name'],
  examples: [
    {
      title: 'A program that reads the task',
      input: { name: 'my-agent', binary: 'my-agent', prompt: 'stdin', args: ['--quiet'] },
    },
    { title: 'From a file', input: { name: 'my-agent', file: 'my-agent.yaml', project: true } },
  ],
  phrases: [
    'add the agent program {name}',
    'define the tool {name}',
    'define tool {name} from {file}',
    'register {name} from {file}',
    'add a new agent program',
    'register the agent program {name}',
    'add {name} as an agent program',
    'add the tool {name}',
    'new agent program {name} with the binary {binary}',
  ],
  words: {
    name: { kind: 'name', words: ['called {}', 'named {}', 'program {}', 'tool {}', 'name {}'] },
    file: { kind: 'file', words: ['from {}', 'file {}', 'as described in {}'] },
    binary: { kind: 'word', words: ['binary {}', 'executable {}', 'program file {}', 'runs {}'] },
    prompt: {
      kind: 'choice',
      values: { stdin: ['standard input', 'on stdin'], argument: ['as an argument'], file: ['through a file'] },
    },
    project: projectSaid,
    args: { kind: 'structure' },
    models: { kind: 'structure' },
    capabilities: { kind: 'structure' },
    envRequired: { kind: 'structure' },
    answerAt: { kind: 'structure' },
  },

  async preview(input, ctx) {
    // What is secret in the file must not be shown beside what changes.
    const before = await readLegible(ctx)
    const definition = checkedDefinition(input.name, await writtenBy(input, ctx.workspace))
    const file = await editableFile(originFor(input), ctx)
    const after = await withDefinition(file, input.name, definition)
    await mustStaySound(before, file, after, ctx)
    return { changes: contentChanges(file, after), preconditions: { [file.shown]: stateOf(file.bytes) } }
  },
  async run(input, ctx) {
    const { name, project } = input
    const definition = checkedDefinition(name, await writtenBy(input, ctx.workspace))
    return configInTurn(ctx, async () => {
      const before = await readLegible(ctx)
      const file = await editableFile(originFor({ project }), ctx)
      const after = await withDefinition(file, name, definition)
      await mustStaySound(before, file, after, ctx)
      const result = { name, file: file.shown, state: stateOf(after), project }
      if (result.state === stateOf(file.bytes)) return { ...result, did: 'nothing' as const }
      if (file.bytes) await ctx.keep(file.shown, file.bytes)
      await ctx.step(`Define ${name}`, async () => {
        mustStand(file, await editableFile(originFor({ project }), ctx))
        replaceFile(file, after, 'owner-when-new')
      })
      return { ...result, did: file.bytes ? ('updated' as const) : ('created' as const) }
    })
  },
  async verify(input, { name, project }, ctx) {
    const file = await editableFile(originFor({ project }), ctx)
    const wanted = checkedDefinition(name, await writtenBy(input, ctx.workspace))
    const same = Bun.deepEquals(definitionIn(file, name), wanted)
    const message = same ? `${file.shown} defines ${name}` : `${file.shown} does not say of ${name} what was written`
    return [{ status: same ? 'pass' : 'fail', code: 'tool-defined', message, resource: file.resource }]
  },
  undo: (_input, { did, project, state }, _kept, run) =>
    did === 'nothing'
      ? { irreversible: 'nothing was changed' }
      : { operation: 'llm.tool-restore', input: { run, project, created: did === 'created', expect: state } },
  text: ({ name, file, did }) =>
    did === 'nothing' ? `✓ ${file} defines ${name} like that already` : `✓ ${name} is defined in ${file}`,
})
