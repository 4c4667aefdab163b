import type { Tool } from '../config/settings.ts'
import { isRelativePath } from './binary.ts'
import { mentions, placeholderProblem } from './placeholders.ts'

/** Something a definition gets wrong, by the key it is at. */
export interface DefinitionProblem {
  /** Below `tools.<name>`, such as `args.2`. */
  at: string
  message: string
}

type Checked = Pick<Tool, 'binary' | 'args' | 'prompt' | 'output'>

const isPattern = (text: string): boolean => {
  try {
    return RegExp(text) instanceof RegExp
  } catch {
    // The only error of the constructor: it is no regular expression.
    return false
  }
}

const outputProblems = ({ format, text, where, tokens, cost, error }: Tool['output']): DefinitionProblem[] => {
  const problems: DefinitionProblem[] = []
  if ((format === 'json' || format === 'json-lines' || format === 'regex') && !text)
    problems.push({ at: 'output.text', message: `has to say where the answer is in ${format}` })
  if (where && format !== 'json-lines')
    problems.push({ at: 'output.where', message: 'chooses among lines, which only json-lines has' })
  if (format === 'text' && (tokens || (cost && cost !== 'not-metered')))
    problems.push({ at: 'output', message: 'plain text has no figures; use regex to find them' })
  if (format !== 'regex') return problems
  const figures = Object.entries(tokens ?? {}).map(([name, pattern]): [string, string] => [
    `output.tokens.${name}`,
    pattern,
  ])
  if (cost && cost !== 'not-metered') figures.push(['output.cost', cost])
  for (const [at, pattern] of figures)
    if (!isPattern(pattern) || !pattern.includes('(?<value>'))
      problems.push({ at, message: `${pattern} is no regular expression with a group (?<value>…)` })
  if (text && (!isPattern(text) || !text.includes('(?<text>')))
    problems.push({ at: 'output.text', message: `${text} is no regular expression with a group (?<text>…)` })
  if (error && !isPattern(error)) problems.push({ at: 'output.error', message: `${error} is no regular expression` })
  return problems
}

/** Everything about a definition that would keep its tool from being asked, or make it lose the prompt. */
export const definitionProblems = ({ binary, args, prompt, output }: Checked): DefinitionProblem[] => {
  const problems: DefinitionProblem[] = []
  for (const written of typeof binary === 'string' ? [binary] : Object.values(binary))
    if (isRelativePath(written))
      problems.push({
        at: 'binary',
        message: `${written} is a relative path; write an absolute one, or a name on PATH`,
      })
  args.forEach((template, index) => {
    const message = placeholderProblem(template)
    if (message) problems.push({ at: `args.${index}`, message })
  })
  if (prompt === 'argument' && !mentions(args, 'prompt'))
    problems.push({ at: 'args', message: 'the prompt is passed by argument, and no argument names {{prompt}}' })
  if (prompt === 'file' && !mentions(args, 'prompt_file'))
    problems.push({ at: 'args', message: 'the prompt is passed by file, and no argument names {{prompt_file}}' })
  if (prompt !== 'argument' && mentions(args, 'prompt'))
    problems.push({ at: 'args', message: `{{prompt}} has no value: the prompt is passed by ${prompt}` })
  if (prompt !== 'file' && mentions(args, 'prompt_file'))
    problems.push({ at: 'args', message: `{{prompt_file}} has no value: the prompt is passed by ${prompt}` })
  return [...problems, ...outputProblems(output)]
}
