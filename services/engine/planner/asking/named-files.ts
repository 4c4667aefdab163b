import type { Choice } from '../choosing/choose.ts'
import type { Token } from '../tokens/token.ts'

/** How files are looked for by what they are called, and not by what stands in them. */
const byName =
  /(?<!\bin (?:the |all |any )?)\b(?:files?|documents?|folders?|director(?:y|ies)|scripts?) (?:(?:that|which) (?:is|are) )?(?:named|called|titled|with (?:the |a )?names?|by the names?(?: of)?|whose names? (?:is|are))\b/

/** Whether files are looked for by their name where an operation would look for a text in them. */
export const looksForNames = ({ subject, readings }: Choice, tokens: readonly Token[]): boolean =>
  subject.effect === 'read' &&
  subject.fields.some(({ kind }) => kind === 'search') &&
  ![...readings.values()].flat().some(({ from }) => tokens[from]?.kind === 'quoted') &&
  byName.test(tokens.map(({ word }) => word).join(' '))
