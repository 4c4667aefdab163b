import type { Frame } from '../choosing/frame.ts'
import { isContent } from '../tokens/request-tokens.ts'
import type { Token } from '../tokens/token.ts'

const unit = '(?:minutes?|hours?|days?|weeks?|weekends?|months?|quarters?|years?|mornings?|evenings?|nights?|noon)'
const weekday = '(?:mon|tues|wednes|thurs|fri|satur|sun)days?'
const number = '(?:\\d+|one|two|three|four|five|six|seven|eight|nine|ten|a dozen|a few|several|many|multiple)'
const size =
  '(?:big|bigger|biggest|large|larger|largest|small|smaller|smallest|old|older|oldest|new|newer|other|others|same)'
const ordinal = '(?:first|second|third|fourth|fifth|last)'
const language =
  '(?:german|french|spanish|italian|portuguese|dutch|polish|russian|ukrainian|turkish|arabic|hindi|chinese|japanese|korean|swedish|danish|finnish|norwegian|czech|greek)'

/** Adverbs that say how something is to be done, and not how much it is wanted. */
const adverbs =
  'silently recursively verbosely interactively manually partially temporarily permanently forever automatically asynchronously synchronously sequentially simultaneously individually separately alphabetically chronologically gradually incrementally periodically regularly continuously constantly repeatedly remotely anonymously privately publicly secretly randomly forcibly backwards backward'

/**
 * Small words by which somebody says how, how often, when, as whom, or for which of them something is to be done. Each
 * word of them is general, and would be left out as one that only accompanies.
 */
const manners: readonly RegExp[] = [
  // How often.
  new RegExp(`^(?:every|each) (?:single |other |second )?(?:${unit}|${weekday}|time|${number} ${unit})\\b`),
  new RegExp(`^once (?:a|per|every|each|in a) (?:\\w+ )?(?:${unit}|${weekday}|while)\\b`),
  new RegExp(`^(?:${number}|as many) times\\b(?: (?:a|per|every|each) ${unit})?`),
  /^(?:again and again|over and over(?: again)?)\b/,
  new RegExp(`^(?:twice|thrice)(?= (?:a|per|every|each) |$)`),
  // When.
  new RegExp(`^(?:at|after|until|till|around) (?:midnight|noon|lunch|dinner|work|dawn|${weekday}|tomorrow|tonight)\\b`),
  /^(?:later|only) (?:today|tonight|tomorrow|on|this \w+)\b/,
  new RegExp(`^(?:on|only on) (?:weekdays|weekends|holidays|${weekday.replace('?', '')})\\b`),
  new RegExp(`^(?:first thing )?(?:tomorrow|tonight)(?: (?:morning|evening|night|noon|at \\w+))?$`),
  new RegExp(`^since (?:yesterday|${weekday})`),
  new RegExp(`^(?:next )?(?:(?<=next )${weekday}\\b|(?:week|month|quarter|year|weekend)$)`),
  new RegExp(`^(?:in|for|after|within) (?:the next )?(?:${number}|an?|half an?)(?: more)? ${unit}\\b`),
  new RegExp(`^(?:until|till) (?:${weekday}|next \\w+|the end of|\\d+)`),
  /^only (?:after|once) \w+/,
  /^without (?:touching|changing|affecting|breaking|modifying|harming|disturbing|deleting|overwriting) \w+(?: \w+){0,3}/,
  // In which order, and how.
  /^(?:ignoring|skipping|avoiding|bypassing|overriding|overwriting|suppressing|preserving)\b(?: \w+)?/,
  /^(?:one after (?:another|the other)|one at a time)\b/,
  /^in (?:the (?:background|foreground)|(?:a )?(?:reverse|parallel|series|sequence|batches|pairs)|(?:alphabetical|chronological|descending|ascending|random|reversed) order)\b(?: order)?/,
  new RegExp(`^(?:${adverbs.replaceAll(' ', '|')})\\b`),
  new RegExp(`^in (?:${language}|colou?rs?|red|green|blue|bold|capitals|uppercase|lowercase)\\b`),
  /^(?:like|just like|same as) (?:last time|the last time|yesterday|we did|i did)\b/,
  /^(?:the )?(?:same )?way (?:as|we|i|you|they) \w+/,
  // As whom, and where else.
  /^as (?:(?:the |an? )?(?:user|admin|administrator|superuser)|root(?! modules?)|somebody|someone|another|sudo)\b(?: \w+)?/,
  /^(?:in|into|under|on|onto|to|from|with|by|at|of|using|through|for) (?:another|(?:all |some |any )?(?:of )?(?:the )?others?)\b(?! hand\b)(?: \w+)?/,
  /^(?:into|to) (?:an?|some) (?:new )?file\b/,
  /^(?:somewhere else|elsewhere|anywhere else)\b/,
  // Which of them.
  new RegExp(
    `^(?:only|just|excluding|except|besides|not|skip|skipping|without|omit|minus|but) (?:the |those |these |any |my |all )?(?:${size}|${ordinal})(?: ${number})?(?: ones?)?$`,
  ),
  new RegExp(`^(?:the|those|these|my|all) ${size} ones?\\b`),
  new RegExp(`^(?:the )?${ordinal} (?:${number}|ones?)(?: only)?$`),
  new RegExp(
    `^(?:at least|at most|up to|no more than|not more than|no less than|fewer than|less than|more than) ${number}\\b`,
  ),
  // On what condition, and what instead.
  /^(?:even )?if (?:it|they) (?!(?:is|are|isn't|was) (?:not )?(?:ok|okay|fine|possible|alright|needed|necessary|convenient|too much|no|any)\b)(?:\w+ )?(?:exists?|is|are|isn't|aren't|was|has|hasn't|does|doesn't|fails?|works?|succeeds?|passes|changed)\b/,
  /^(?:or else|or otherwise) \w+/,
]

/** What is to stay, beside an order that would not leave it: `but keep it`. */
const stays =
  /^(?:(?:but|and) (?:keep|leave|spare) (?:it|them|that|those|the rest|the others)\b|(?:one by one|step by step|bit by bit)\b)/

/** Words behind which it says no more than why, or that it is all one: `for tomorrow`, `no matter if it is`. */
const indifferent =
  /^(?:for|by|before|ahead|of|matter|care|mind|know|see|check|tell|wonder|sure|ask|wondering|out|me|us|in)$/

/** Longest of them, in words. */
const longest = 8

/** Whether a part beside an order says how, when or how often it is to be done, and nothing else. */
export const saysHow = (part: readonly Token[]): boolean => {
  const text = part.flatMap(({ kind, word }) => (kind === 'mark' ? [] : [word])).join(' ')
  return manners.some((each) => each.exec(text)?.[0] === text)
}

/**
 * Words that say how something is to be done, of which no argument heard anything: `in the background`, `twice a day`,
 * `as another user`, `not the old one`.
 */
export const mannersUnheard = ({ choice, tokens }: Pick<Frame, 'choice' | 'tokens'>): readonly Token[] => {
  const { subject, taken, around, readings } = choice
  const read = [...readings.values()].flat()
  // A small word of a phrase may lead to what is none of it: `init … with backend config … in the background`.
  const isFree = (at: number): boolean => {
    const token = tokens[at]
    if (token?.kind !== 'word' || around.includes(token)) return false
    return !taken.has(at) || !(isContent(token) || read.some(({ from, to }) => from <= at && at < to))
  }
  return tokens.flatMap((_, from) => {
    const before = tokens[from - 1]
    // What goes with a word that nobody heard says nothing of the order.
    if (!isFree(from) || (isFree(from - 1) && before && isContent(before)) || indifferent.test(before?.word ?? ''))
      return []
    let to = from
    while (to < from + longest && isFree(to)) to++
    const run = tokens.slice(from, to)
    // A word that was taken for a mistyped one may have been spelled right: `silently`.
    const texts = [run.map(({ word }) => word), run.map(({ text }) => text.toLowerCase())].map((all) => all.join(' '))
    const [said] = [...manners, ...(subject.effect === 'read' ? [] : [stays])].flatMap((each) =>
      texts.flatMap((text) => each.exec(text) ?? []),
    )
    return said === undefined ? [] : tokens.slice(from, from + said.split(' ').length)
  })
}
