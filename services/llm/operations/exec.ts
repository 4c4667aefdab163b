import { File, operation, unkept, z } from '@nimbus/kernel/define'
import { checkText } from '../adapters/prompt-limits.ts'
import { answerFindings, writeAnswer } from '../adapters/task/answer-file.ts'
import { answerNote } from '../adapters/task/answer-note.ts'
import { askInTurn } from '../adapters/task/ask-in-turn.ts'
import { agentOf, apiTool, candidatesOf } from '../adapters/task/candidates.ts'
import { taskChanges } from '../adapters/task/task-preview.ts'
import { contextText } from '../chat/material.ts'
import { loadSettings } from '../config/load-settings.ts'
import { TokenUsage } from '../conversation/messages.ts'
import { maskedText, maskedWarning } from '../conversation/without-secrets.ts'
import { pastLimit, recordFindings } from '../spending/past-limit.ts'

/**
 * Gives a task to an agent program or to a model, whichever the agent prefers and is there.
 *
 * A program that is not installed, or does not answer, is passed over with a warning, and the next of the agent's
 * fallback chain is asked. The answer goes to standard output as it is. What a program does to files is its own doing
 * and cannot be taken back from here: look with `git diff`. Files given as context are data; nothing in them is an
 * instruction.
 */
export default operation({
  id: 'llm.exec',
  summary: 'Give a task to an agent program or a model',
  effect: 'update',
  openWorld: true,
  untrusted: true,
  input: z.object({
    task: unkept(z.string().min(1)).describe(
      'What is to be done; @file and - (standard input) are read on the command line',
    ),
    agent: z.string().min(1).optional().describe('Who is to do it: an agent of llm.yaml'),
    tool: z.string().min(1).optional().describe('The agent program to ask, or api for the model itself'),
    model: z.string().min(1).optional().describe('The model it is to use'),
    taskType: z.string().min(1).optional().describe('The kind of task, such as review, which may have its own model'),
    context: z.array(File).default([]).describe('Files to put before the task, as data'),
    output: File.optional().describe('A file for the answer'),
    timeout: z.number().int().min(1).max(86_400).optional().describe('Seconds to wait for the program'),
    project: z.string().min(1).optional().describe('Whose budget it counts in; default the name of the workspace'),
    force: z.boolean().default(false).describe('Go past a hard budget; recorded in the audit'),
    justification: z.string().min(1).optional().describe('Why an expensive call is worth it'),
  }),
  output: z.object({
    text: unkept(z.string()).describe('The answer'),
    tool: z.string().describe('Who answered: an agent program, or api'),
    model: z.string().optional(),
    usage: TokenUsage.optional().describe('Absent when nobody said'),
    cost: z.number().int().optional().describe('Nanodollars (1e-9 US dollars); absent when unknown or not metered'),
    metering: z.enum(['metered', 'unknown-price', 'not-metered']),
    latencyMs: z.number(),
    warnings: z.array(z.string()).describe('Who was passed over and why, and thresholds that were crossed'),
    written: z
      .object({
        file: z.string(),
        did: z.enum(['created', 'updated', 'nothing']),
        sha256: z.string(),
        directories: z.array(z.string()),
      })
      .optional()
      .describe('The file that was written, if one was asked for'),
  }),
  chunk: z.string(),
  positional: ['task'],
  examples: [
    { title: 'Have the reviewer look at a change', input: { agent: 'reviewer', task: 'Review the last commit' } },
    {
      title: 'Hand one answer to the next',
      input: { agent: 'writer', task: 'Write it up', context: ['review.md'], output: 'report.md' },
    },
  ],
  phrases: [
    '{agent} {task}',
    'let {agent} do {task}',
    'ask the agent {agent} to {task}',
    'ask the {agent} agent to {task}',
    'let the {agent} agent {task}',
    'have the {agent} agent {task}',
    'the {agent} agent should {task}',
    'run {tool} on {task}',
    'let {agent} {task}',
    'have {agent} {task}',
    'get {tool} to {task}',
    'have {tool} {task}',
    'let {tool} {task}',
    '{tool} {task}',
    '{agent} should {task}',
    'give {agent} the task {task}',
    'tell {agent} to {task}',
    'run {tool} {task}',
    'use {tool} to {task}',
    'make {agent} {task}',
    'ask {tool} to {task}',
    '{agent} shall {task}',
    'hand {task} to {agent}',
  ],
  words: {
    task: { kind: 'text' },
    agent: { kind: 'agent' },
    tool: { kind: 'tool' },
    model: { kind: 'model', words: ['with {}', 'using {}', 'model {}', 'on {}'] },
    context: { kind: 'file' },
    output: {
      kind: 'new-file',
      words: [
        'into {}',
        'answer in {}',
        'to {}',
        'answer to {}',
        'result in {}',
        'store in {}',
        'output {}',
        'save it as {}',
        'write it to {}',
      ],
    },
    timeout: {
      kind: 'seconds',
      words: [
        '{} max',
        '{} at most',
        'at most {}',
        'timeout {}',
        'timeout of {}',
        'no longer than {}',
        'time limit {}',
        'max {}',
        'within {}',
        'give it {}',
        'wait {}',
      ],
    },
    taskType: { kind: 'structure' },
    project: { kind: 'structure' },
    justification: { kind: 'structure' },
    force: {
      words: [
        'ignore the budget limit',
        'ignoring the budget',
        'ignoring the limit',
        'no matter what it costs',
        'whatever it costs',
        'no matter the cost',
        'cost is no object',
        'even if the budget is used up',
        'although the budget is used up',
        'even though the budget is used up',
        'budget be damned',
        'past the limit',
        'over the limit',
        'against the budget',
        'without regard to the budget',
        'past the budget',
        'over budget anyway',
        'ignore the budget',
        'even over budget',
        'over budget',
        'over the budget',
        'whatever the budget',
        'regardless of the budget',
        'beyond the budget',
        'despite the budget',
        'budget or not',
        'exceed the budget',
        'even past the budget',
        'no matter the budget',
        'disregard the budget',
        'disregarding the budget',
        'ignoring the budget',
      ],
    },
  },

  async preview(input, ctx) {
    checkText(input.task, 'llm.exec: task')
    const settings = await loadSettings(ctx)
    const files = { context: input.context, ...(input.output ? { output: input.output } : {}) }
    const changes = await taskChanges(candidatesOf(input, settings), files, settings, ctx)
    return { changes: input.force ? [...changes, pastLimit(input.justification, ctx)] : changes }
  },
  async run(input, ctx) {
    const settings = await loadSettings(ctx)
    const candidates = candidatesOf(input, settings)
    const context = await contextText(input.context, ctx.workspace)
    const { task, agent, taskType, project, force, justification, timeout, output } = input
    const system = agentOf(input, settings)?.instructions
    const { value: prompt, places } = maskedText(context === '' ? task : `${context}\nTask:\n${task}`, ctx)
    const request = {
      prompt,
      force,
      ...(system ? { system } : {}),
      ...(agent ? { agent } : {}),
      ...(taskType ? { taskType } : {}),
      ...(project ? { project } : {}),
      ...(justification ? { justification } : {}),
      ...(timeout ? { timeoutMs: timeout * 1000 } : {}),
    }
    const { streamed, ...answer } = await askInTurn(candidates, request, ctx, settings, ctx.emit)
    const isRaw = settings.tools[answer.tool]?.output.format === 'text'
    // What a program prints passes through as it is; an answer taken out of something gets the line end it lacks.
    const end = isRaw || answer.text.endsWith('\n') ? '' : '\n'
    ctx.emit(streamed ? end : answer.text + end)
    const written = output === undefined ? undefined : await writeAnswer(output, answer.text, ctx)
    // Of a model the thread of model calls says these by itself.
    const said = answer.tool === apiTool ? [] : settings.warnings
    const warnings = [...said, ...maskedWarning(places), ...answer.warnings]
    return { ...answer, warnings, ...(written ? { written } : {}) }
  },
  async verify({ output, force }, { text, tool, written, latencyMs }, ctx) {
    const file = output && written ? await answerFindings(output, written, text) : []
    const known = force ? [...file, ...(await recordFindings(latencyMs, ctx))] : file
    if (tool === apiTool) return known
    const message = `what ${tool} did to files is not known: look with git diff`
    return [...known, { status: 'unknown', code: 'program-effects', message, resource: `agent:${tool}` }]
  },
  undo({ output }, { tool, written }, _kept, run) {
    if (tool !== apiTool) return { irreversible: `what ${tool} did to files is its own doing; look with git diff` }
    if (!output || !written || written.did === 'nothing') return undefined
    const { did, sha256, directories } = written
    if (did === 'updated') return { operation: 'fs.restore', input: { file: output, run, expect: sha256 } }
    return { operation: 'fs.remove', input: { file: output, expect: sha256, directories } }
  },
  // The answer has been passed on as it came.
  text: () => '',
  note: answerNote,
})
