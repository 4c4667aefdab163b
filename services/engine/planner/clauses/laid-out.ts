import { stemOf } from '../words/stem.ts'
import { orderVerbs } from '../words/verbs.ts'

/** What stands in quotation marks is nobody's layout. */
const quotation = /("[^"]*"|“[^”]*”|`[^`]*`)/

/** Words that no line ends with that is a whole thought. */
const open =
  /\b(?:the|a|an|my|our|your|its|their|this|these|of|to|for|in|on|at|by|from|into|with|without|under|and|or|but|as|than|that|which|whose|what|how|where|is|are|was|be|not|every|each|all|both|between|across|i|we|you|they|do|did|does|can|could|would|should|will|just|no|any|some|go|run|get|give|write)$/i

/** Words with which a thought goes on, and none begins that orders something. */
const goesOn =
  /^(?:of|into|than|that|which|who|whose|or|nor|is|are|was|were|has|have|had|would|will|should|and its|as well|in|on|for|from|by|with|at|to|since|until|during|against|through|older|newer|whether|if)\b/

/** From how many characters on a line is full, so that its thought goes on in the next one. */
const full = 48

const continues = (line: string, next: string): boolean => {
  if (!/[\p{L}\p{N}),]$/u.test(line) || !/^[\p{Ll}\p{N}]/u.test(next) || /^\d{1,2}[.)]\s/.test(next)) return false
  if (/^[\w -]{1,20}:\s/.test(next)) return false
  const [word = ''] = next.split(/[^\p{L}'-]/u)
  return open.test(line) || goesOn.test(next) || (line.length >= full && !orderVerbs.has(stemOf(word)))
}

/** A thought that was broken into lines at some width, on one line again. */
const unwrapped = (text: string): string =>
  text
    .split('\n')
    .reduce<string[]>((lines, next) => {
      const last = lines.at(-1)?.trimEnd()
      if (last === undefined || !continues(last, next.trimStart())) return [...lines, next]
      return [...lines.slice(0, -1), `${last} ${next.trimStart()}`]
    }, [])
    .join('\n')

/** A line that only says that a list follows. */
const heading =
  /^\s*(?:(?:please|pls|kindly|now) )*(?:(?:can|could|would|will) you (?:please )?)?(?:(?:do|perform|execute|carry out|go through|work through|take care of|handle) (?:all )?(?:of )?(?:the|these|those|this)(?: following)?(?: \d+| two| three| four| few)?(?: (?:things?|steps?|tasks?|items?|actions?|points?))?(?: (?:in (?:this |the |that |exactly this )?(?:given )?order|one (?:by one|after the other|after another)|for me|below|please))*|(?:the )?(?:steps|tasks|actions)(?: (?:to do|to take|in order|for today))?|(?:i|we) need(?: you to do)? (?:the following|these things|this)(?: done)?|(?:here is|here's) what (?:i|we) (?:need|want))\s*:\s*\n+(?=\s*(?:[-*•]|\d{1,2}[.)])\s)/i

/** What only says that one thing comes after another, where a thought begins. */
const afterwards =
  /(^|[,.;\n]\s*|\s(?=and\b))(?:and )?(?:after (?:that|this|which)|afterwards?|following that|subsequently)[, ]+(?:(?:please|pls|just) )?(?!(?:is|was|has|have|goes|went|works?|worked|one)\b)(?=\p{L})/giu

/** A request that is a block of code, and what stands before it. */
const block =
  /^\s*(?:(?:please |pls )?(?:run|execute|do)(?: (?:this|the following))?(?: commands?)?:?\s*)?```\w*\n([^`]+?)\s*```\s*$/i

/** What a command is marked as, in a sentence that orders it: "run `terraform plan` in dev". */
const command = /^`((?:git|terraform|tofu|nimbus)(?: [a-z][a-z-]*){1,2})`$/
const ordering = /(?:^|[^\p{L}])(?:run|execute|do|use|perform|invoke|issue|try|call)(?: (?:a|an|the))?\s*$/iu

/** Words that only say that a command is to be run. */
const running =
  /(?<=^|[.;\n,]\s*|\b(?:then|and|please|to) )(?:run|execute|perform|carry out|invoke|issue|do)(?: (?:a|an|the))? (?=(?:git|terraform|tofu|nimbus) [a-z])/giu

/** Changes what stands outside of quotation marks, and what stands inside by what stands before it. */
const spoken = (
  text: string,
  outside: (part: string) => string,
  inside = (part: string, _before: string): string => part,
): string => {
  const parts = text.split(quotation)
  return parts.map((part, at) => (at % 2 === 0 ? outside(part) : inside(part, parts[at - 1] ?? ''))).join('')
}

/** Marks as they are typed among Chinese and Japanese characters, and what they are elsewhere. */
const wideMarks: Readonly<Record<string, string>> = {
  '：': ': ',
  '，': ', ',
  '、': ', ',
  '。': '. ',
  '；': '; ',
  '？': '? ',
  '！': '! ',
  '（': ' (',
  '）': ') ',
  '　': ' ',
}

const wide = new RegExp(`[${Object.keys(wideMarks).join('')}]`, 'g')

/** Two that were named before: `then diff the two`. */
const bothOf = /\b(?:(?:diff|compare) the two|diff them)\b(?! \w)/gi

/** Two ways to write letters with a stroke between them, which is no path: `upper/lower case`. */
const either = /\b(?:upper|big)\/(?:lower|small)(?=[- ](?:case|letters)\b)/gi

/** A request as it would be said: without the layout of a page, and with one word for what comes afterwards. */
export const asSpoken = (request: string): string => {
  const text = request.replace(heading, '').replace(block, '$1')
  const bare = spoken(
    text,
    (part) => part,
    (part, before) => (ordering.test(before) ? part.replace(command, '$1') : part),
  )
  return spoken(bare, (part) =>
    unwrapped(
      part.replaceAll(wide, (mark) => wideMarks[mark] ?? mark).replaceAll(either, (said) => said.replace('/', ' or ')),
    )
      .replaceAll(afterwards, '$1then ')
      .replaceAll(bothOf, 'compare them')
      .replaceAll(running, ''),
  )
}
