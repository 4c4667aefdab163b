import { type Change, type Context, denied, missing } from '@nimbus/kernel/define'
import { materialResource } from '../../chat/material.ts'
import type { Settings } from '../../config/settings.ts'
import { mentions, namesIn } from '../placeholders.ts'
import { findTool } from '../run-tool.ts'
import { apiTool, barredText, type Candidate, isBarred, toolModel } from './candidates.ts'

/** A template with its model filled in and everything long left as it is named, for a person. */
const shownArgument = (template: string, model: string | undefined): string | undefined => {
  if (!namesIn(template).includes('model')) return template
  return model === undefined ? undefined : template.replaceAll(/\{\{\s*model\s*\}\}/g, () => model)
}

const toolChange = (candidate: Candidate, settings: Settings, env: Context['env']): Change | undefined => {
  const tool = settings.tools[candidate.tool]
  const found = tool && findTool(tool, env)
  if (!tool || !found) return undefined
  const model = candidate.model === undefined ? undefined : toolModel(tool, candidate.model, settings)
  const words = tool.args.map((template) => shownArgument(template, model)).filter((word) => word !== undefined)
  const prompt = mentions(tool.args, 'prompt') || tool.prompt !== 'stdin' ? '' : ', with the task on its standard input'
  return {
    resource: `agent:${tool.name}`,
    effect: 'update',
    summary: `${[found.place.binary, ...words].join(' ')}${prompt}; it may change files and run programs of its own`,
  }
}

/** What may become of asking these, in order; those that are not here are left out. */
const askChanges = (candidates: readonly Candidate[], settings: Settings, env: Context['env']): Change[] =>
  candidates.flatMap((candidate): Change[] => {
    if (isBarred(candidate, settings)) return []
    if (candidate.tool === apiTool)
      return [{ resource: `model:${candidate.model ?? 'routed'}`, effect: 'read', summary: candidate.why }]
    const change = toolChange(candidate, settings, env)
    return change ? [change] : []
  })

/** The files a task takes and gives. */
export interface TaskFiles {
  context: readonly string[]
  output?: string
}

/** Writing the answer, looked at before anybody is asked for it: what cannot be written is not paid for. */
const writingChange = async (file: string, ctx: Pick<Context, 'workspace' | 'foresee'>): Promise<Change> => {
  const { changes } = await ctx.foresee('fs.write', { file, content: '' })
  // The look was made without the answer, which is hardly what an empty file holds already.
  const effect = changes[0]?.effect ?? 'update'
  return { resource: materialResource(file, ctx.workspace), effect, summary: 'the answer' }
}

/**
 * Everything a task may do: asking programs and models, reading its context, writing its output.
 *
 * Raises `nobody-left` (exit 5) when none of those it could be asked of is here, `local-only` (exit 4) when privacy
 * forbids those that are, and what `fs.write` raises for an output that it does not write.
 */
export const taskChanges = async (
  candidates: readonly Candidate[],
  files: TaskFiles,
  settings: Settings,
  ctx: Pick<Context, 'env' | 'workspace' | 'foresee'>,
): Promise<Change[]> => {
  const { env, workspace } = ctx
  const asking = askChanges(candidates, settings, env)
  const barred = candidates.filter((candidate) => isBarred(candidate, settings))
  if (asking.length === 0 && barred.length > 0)
    throw denied('local-only', 'Nobody who may be asked is here', {
      at: candidates.map(({ tool }) => tool).join(' → '),
      why: barred.map(({ tool }) => barredText(tool)).join('; '),
      next: `ask a local model, or write capabilities: [local] at tools.${barred[0]?.tool ?? ''} if that is true of it`,
    })
  if (asking.length === 0)
    throw missing('nobody-left', 'Nobody is here who could be asked', {
      at: candidates.map(({ tool }) => tool).join(' → '),
      why: candidates.map(({ tool }) => `${tool} is not installed, or not where Nimbus looks`).join('; '),
      next: settings.tools[candidates[0]?.tool ?? '']?.install ?? 'see who can be asked with: nimbus llm tool list',
    })
  // Two steps of a chain may ask the same program for another model: one thing that is touched.
  const once = asking.filter((each, index) => asking.findIndex(({ resource }) => resource === each.resource) === index)
  const reading = files.context.map((file): Change => ({ resource: materialResource(file, workspace), effect: 'read' }))
  const writing = files.output === undefined ? [] : [await writingChange(files.output, ctx)]
  return [...once, ...reading, ...writing]
}
