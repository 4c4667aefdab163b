import type { Token } from '../tokens/token.ts'
import type { Subject } from '../words/vocabulary.ts'

/** That what was just made is to be kept in a file: `write the plan to`, `save it as`. */
const keeping =
  /^(?:(?:also|please|then|and|just) )*(?:write|save|store|keep|put|dump|export|output) (?:it|that|this|(?:the|that|this) (?:plan|result|whole plan)) (?:also |out )?(?:to|in|into|as|under)(?: (?:the|a) file)?(?: called| named)?$/

/** Whether a part only names the plan file that an order may write besides. */
export const namesPlanFile = (tokens: readonly Token[], { fields, entry }: Subject): boolean => {
  const at = tokens.findIndex(({ kind }) => kind === 'path')
  const said = tokens
    .slice(0, at)
    .map(({ word }) => word)
    .join(' ')
  return (
    tokens[at]?.word.endsWith('plan') === true &&
    keeping.test(said) &&
    tokens.slice(at + 1).every(({ word }) => /^(?:please|too|as|well|also)$/.test(word)) &&
    fields.some(({ name, kind }) => kind === 'new-file' && !entry.positional.includes(name))
  )
}
