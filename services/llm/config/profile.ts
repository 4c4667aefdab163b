import { extname, sep } from 'node:path'
import { isWithin } from '@nimbus/edited-file/real-place'
import { z } from '@nimbus/kernel/define'
import { bytesOf } from './files.ts'
import { isMap, type Problem } from './problem.ts'
import { readSource, type Source } from './source.ts'

/** What a profile says of an agent; the agent's own entry goes before it. */
export interface Profile {
  description?: string | undefined
  preferred_tool?: string | undefined
  preferred_model?: string | undefined
  fallback_chain?: string[] | undefined
  task_types?: Record<string, string> | undefined
  instructions?: string | undefined
}

// Agent files of other programs have keys of their own; those say nothing here.
const ProfileKeys = z.object({
  name: z.string().optional(),
  description: z.string().optional(),
  preferred_tool: z.string().min(1).optional(),
  preferred_model: z.string().min(1).optional(),
  fallback_chain: z.array(z.string().min(1)).optional(),
  task_types: z.record(z.string(), z.string()).optional(),
  instructions: z.string().optional(),
})

/** The head and the body of a Markdown file. The head keeps its lines, so that places in it are right. */
const parts = (text: string): { head: string; body: string } => {
  const front = /^---[ \t]*\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)/.exec(text)
  return front ? { head: `\n${front[1]}\n`, body: text.slice(front[0].length) } : { head: '', body: text }
}

/** Whether a Markdown file begins a head and never ends it; a line across the page has an empty line after it. */
const isOpen = (text: string): boolean => /^---[ \t]*\r?\n[^\S\n]*\w+:/.test(text) && parts(text).head === ''

const mayLieIn = (path: string, folder: string): boolean => {
  try {
    return isWithin(path, folder)
  } catch {
    // One of the two is not there, which reading it says better.
    return path.startsWith(folder + sep)
  }
}

/**
 * Reads the profile of an agent: YAML, or Markdown with front matter, whose body is the instructions. It has to lie in
 * one of the folders `within`. Gives the way back to where it says something as well.
 */
export const readProfile = async (
  path: string,
  within: readonly string[],
  shown: (path: string) => string,
): Promise<{ profile: Profile; locate: Source['locate'] } | { problems: Problem[] }> => {
  const file = shown(path)
  if (!within.some((folder) => mayLieIn(path, folder)))
    return {
      problems: [
        {
          message: 'a profile lies elsewhere',
          at: file,
          why: 'a profile stays within the workspace, or within your home directory when your own file names it',
          next: 'put a copy beside the configuration',
        },
      ],
    }
  const read = bytesOf(path, file, undefined)
  if ('problem' in read) return { problems: [read.problem] }
  const isMarkdown = /^\.(md|markdown)$/i.test(extname(path))
  const text = isMarkdown ? new TextDecoder().decode(read.bytes) : ''
  if (isOpen(text))
    return {
      problems: [
        {
          message: 'the front matter has no end',
          at: `${file}:1`,
          why: 'it begins with --- and no line of --- ends it, so that all of it would be instructions',
          next: 'put --- on a line of its own after the keys',
        },
      ],
    }
  const { head, body } = isMarkdown ? parts(text) : { head: undefined, body: '' }
  const source = await readSource(head === undefined ? read.bytes : new TextEncoder().encode(head), file)
  if ('problems' in source) return { problems: source.problems }
  const { value } = source
  const parsed = ProfileKeys.safeParse(isMap(value) ? value : {})
  if (!isMap(value) || !parsed.success) {
    const at = parsed.success ? [] : (parsed.error.issues[0]?.path ?? []).map((step) => String(step))
    return {
      problems: [
        {
          message: at.length > 0 ? `${at.join('.')} of a profile cannot be used` : 'a profile is not a map of keys',
          at: source.locate(at),
          why: 'it has name, description, preferred_tool, preferred_model, fallback_chain, task_types and instructions',
          next: 'write text for each of them, and a list for fallback_chain',
        },
      ],
    }
  }
  const { name: _name, ...profile } = parsed.data
  const instructions = body.trim()
  return { profile: instructions === '' ? profile : { ...profile, instructions }, locate: source.locate }
}
