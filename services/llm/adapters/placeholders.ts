import { invalid, nearest } from '@nimbus/kernel/define'

/**
 * What an argument template may name, with what stands for it.
 *
 * `text` is passed byte for byte; `path` is translated for a program of Windows that is run from inside WSL.
 */
export const placeholders = {
  prompt: 'text',
  prompt_file: 'path',
  model: 'text',
  system: 'text',
  agent: 'text',
  workspace: 'path',
} as const satisfies Record<string, 'text' | 'path'>

export type Placeholder = keyof typeof placeholders
export type PlaceholderValues = Readonly<Partial<Record<Placeholder, string>>>

const pattern = /\{\{\s*([^{}]*?)\s*\}\}/g

const isPlaceholder = (name: string): name is Placeholder => Object.hasOwn(placeholders, name)

/** The names between double braces in a template, in order, known or not. */
export const namesIn = (template: string): string[] => [...template.matchAll(pattern)].map(([, name = '']) => name)

/** What is wrong with the placeholders of an argument template: one sentence, or undefined. */
export const placeholderProblem = (template: string): string | undefined => {
  const unknown = namesIn(template).find((name) => !isPlaceholder(name))
  if (unknown === undefined) return undefined
  const close = nearest(unknown, Object.keys(placeholders))
  const known = Object.keys(placeholders).join(', ')
  return `there is no placeholder {{${unknown}}}; ${close ? `did you mean {{${close}}}?` : `known are ${known}`}`
}

/** Whether any argument names this placeholder. */
export const mentions = (args: readonly string[], placeholder: Placeholder): boolean =>
  args.some((template) => namesIn(template).includes(placeholder))

/**
 * The arguments of a template: every element filled in by itself, once. What is filled in is never looked at again,
 * so a prompt that holds `{{model}}` keeps it.
 *
 * An element such as `--model={{model}}` is left out when there is no value; one that is nothing but the placeholder
 * has to have one, because what stands before it may be its flag. Raises `unknown-placeholder` and `no-value` (exit 2).
 */
export const filledArguments = (tool: string, args: readonly string[], values: PlaceholderValues): string[] =>
  args.flatMap((template, index) => {
    const at = `tools.${tool}.args.${index}`
    const problem = placeholderProblem(template)
    if (problem) throw invalid('unknown-placeholder', `${template}: ${problem}`, { at, next: 'mend the definition' })
    const absent = namesIn(template).find((name) => isPlaceholder(name) && values[name] === undefined)
    if (absent === undefined)
      return [template.replaceAll(pattern, (all, name: string) => (isPlaceholder(name) ? (values[name] ?? all) : all))]
    if (!/^\{\{[^{}]*\}\}$/.test(template)) return []
    throw invalid('no-value', `${tool} has to be given a ${absent.replace('_', ' ')}`, {
      at,
      why: `its definition says ${template}, and there is none`,
      next:
        absent === 'model'
          ? 'give --model, or write the element as --model={{model}}, which is left out without one'
          : `write the element as --flag={{${absent}}}, which is left out without one`,
    })
  })
