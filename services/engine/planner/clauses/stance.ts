import type { Token } from '../tokens/token.ts'

/** How something is said: an order, a question, or something that orders nothing. */
export type Stance = 'order' | 'question' | 'hypothetical' | 'permission' | 'negated' | 'retracted' | 'told'

const textOf = (tokens: readonly Token[]): string =>
  tokens
    .filter(({ kind }) => kind !== 'mark')
    .map(({ word, kind }) => (kind === 'word' ? word : kind === 'quoted' ? '“”' : word))
    .join(' ')

const softened =
  /^(?:(?:but )?(?:what(?:ever)? you do(?= (?:don't|dont|do not|never))|whatever happens|no matter what|for \w+(?:'s)? (?:sakes?|safe|take|save)|above all|most importantly)|you (?:can|may|could|should|might)(?= \w+)|please|pls|hey|hi|hello|ok|okay|so|just|and|also|well|great|good|thanks|now|then|oh|ah|ugh|oops|sorry|yes|no|actually|maybe|bitte|kindly|right|alright|cool|hmm|lol|quick|quickly|finally|first|next|at the end|in the end|after that|afterwards)\b[ ,]*/

const negated =
  /^(?:i|we|you)?\s*(?:do not|don't|dont|never|must not|mustn't|should not|shouldn't|cannot|can't|won't|will not|no need to|not to|nobody should|under no circumstances|in no case|by no means|on no account|at no point|not)\s+(?!(?:have|want to (?:know|see)|know|see|understand|remember|care|think|need (?:it|this|them|that|any))\b)(?:want (?:you )?to |want |need to |have to |wish to |ever |yet |you |even |let it |actually )?/
/** What is turned down in other words: `let's not`, `better not`, `avoid`, `make sure you don't`. */
const heldOff =
  /^(?:(?:let's|lets|let|let us) not|(?:i'd|i would|we'd|we would|you'd|you) (?:rather|better|best|prefer|had better)(?: to)? not|(?:better|best|rather|maybe|perhaps|probably) not|(?:please )?(?:try|be careful|take care|remember|make sure|see to it|ensure)(?: that)? (?:not to|(?:you|we|to) (?:do not|don't|never|not))|avoid|refrain from|abstain from|hold off(?: on| from)?|steer clear of|(?:there is|there's|there's|theres) no need to)\b/
const notThinking = /^(?:i|we) (?:do not|don't|dont) (?:think|want|need|care|like|believe)\b/
const retraction =
  /^(?:no wait|wait|scratch that|never ?mind|forget (?:it|that)|on second thought|rather|cancel that|strike that|no)$|^(?:no wait|wait no|scratch that|never ?mind(?: that)?|on second thought|actually no|or rather|no,? rather|cancel that|strike that)\b/
const laterMyself =
  /^(?:i|we|they|he|she|somebody|someone|ops|the \w+(?: \w+)?|\w+)(?:'ll| will| would| can| shall|'d| am going to| are going to| is going to)\s+(?!you\b|need\b|want\b)/
const byOthers =
  /\b(?:is|are|was|were|gets|been|being|will be)\s+(?:\w+\s+)?(?:done|run|applied|handled|made|approved|destroyed|deleted|performed|executed|overwritten|started|taken care of)\s+by\b|\bmyself\b|\b(?:tomorrow|later on|next week|next month)$/
const reports =
  /^(?:i|we|they|he|she|it|somebody|someone|(?:the|our|my) \w+(?: \w+)?|\w+(?: [0-9a-f]{7,})?)(?:'ve| have| has| had)? (?:just |already |all |also )?(?:overwrote|wrote|broke|died|went|came|did|made|found|forgot|lost|said|told|left|got|clicked|added|committed|changed|deleted|removed|pushed|rotated|finished|ended|started|moved|raised|been)\b|^(?:i'm|i am|we're|we are|he's|she's|they're) (?!needing|looking|trying|wanting|after|going)/
/** What begins with a reason: it says why, whatever it speaks of. */
export const reason =
  /^(?:because|in order (?:to|that)|so that|so (?:the \w+|i|we|you|they|he|she|it|nobody|no one|everybody|everyone|anybody|people|others) (?:(?:can|could|has|have|will|may|might|is|are|gets?|sees?|knows?|doesn't|don't|won't|can't|all) ?))\b/
/** What is, said without whom it is of: `is my first time`. */
const subjectless = /^(?:is|was) (?:my|our|for|only|just|very|too|so|because|urgent|important|not)\b/
/** What does not do as it should: `search isn't helping`. */
const failing =
  /^(?:the |my |our )?(?!what|who|which|why|where|how|when|it|that|this|there|i|you|we|they)\w+ (?:isn't|doesn't|didn't|wasn't) \w+(?:ing|ed)?$/
/** What somebody has to do himself, elsewhere. */
const ownBusiness =
  /^(?:i|i've|we|we've)? ?(?:gotta|got to|have to|must|need to) (?:jump|run|go|leave|hurry|rush|head|catch|attend|look|think|hand|pick|drive|fly|present|explain|report|talk|call|join|rewrite|fix|write|prepare)\b(?! ?$)(?=.*\b(?:a|an|the|my|something|somewhere|home|off|out|over|into|there|now)\b)/
/** What is turned down by its name alone: `no commit yet`. */
const unwanted =
  /^no (?:\w+ )?(?:commit|apply|applying|push|deploy|deployment|destroy|plan|init|merge|changes?|writing|deleting)(?: (?:yet|please|now|today|for now|at all|though|needed|necessary|required))*$/
/** What somebody says to have done. */
const havingDone =
  /^(?:i|we|you|they|he|she)(?:'ve| have) (?:just |already |now |all |also )?(?:\w+ed|read|seen|done|made|written|put|got|found|lost|run|set|been|taken|given|gone|left|sent|built|begun|chosen|broken|heard|told|bought|thought|had)\b/
/** What is turned down by a word behind it: `but apply not`. */
const turnedDown =
  /^(?:but |and )?(?:apply|commit|push|destroy|delete|deploy|write|run|init|plan|merge|remove) (?:it |them |that )?not$/
/** What is not to become of something: `it shouldn't be part of the next commit`. */
const mustNot = /\b(?:shouldn't|should not|mustn't|must not|may not) (?:be|go|get|become|end up)\b/
const beforehand =
  /^(?:in order )?to (?:see|know|understand|learn|find out|be (?:sure|safe|certain))\b|^(?:because|so that|in order to)\b|^(?:before|instead of|rather than|while|without) (?:\w+ )?(?:\w+ing|i|we|you|it|that|they|he|she|anybody|anyone|somebody|someone|everybody|everyone)\b/
/** What is forbidden by its name: `applying is not allowed`, `no apply is allowed`. */
const forbidden =
  /^(?:but |and )?\w+ing(?: \w+){0,3} (?:is|are) (?:strictly |absolutely )?(?:not (?:allowed|permitted|ok|okay|wanted)|forbidden|prohibited|off limits|taboo)\b/
/** What somebody has done: it is over, and nothing of it is ordered. */
const haveDone =
  /^(?:i|we|they|he|she|somebody|someone|you)(?: (?:just|already|also|accidentally|all|only))? (?!(?:want|wish|lik|lov|hop|wonder|ask|plann?|tri|intend|suppos)ed\b|\w*eed\b)[a-z]{2,}ed\b(?! to\b)/
/** What somebody is sure of, or remembers: it happened, whatever it was. */
const assuring =
  /^(?:i|we) (?:swear|bet|(?:could|would) (?:swear|have sworn|bet)|remember|recall|(?:am|are) (?:quite |pretty |very )?(?:sure|certain))\b|^(?:i'm|we're) (?:quite |pretty |very )?(?:sure|certain)\b/
const nothingIs = /^(?:nothing|nobody|no one|none)\b|^\w+ (?:nothing|nobody|none of (?:it|them|this))\b/
const polite = /^(?:can|could|would|will|may|might)\s+(?:you|we|i|u|somebody|someone|it be possible|one)\b/
const politeOnly =
  /^(?:is|would) it (?:be )?possible (?:for (?:you|me|us) )?to (?:get|have|see|show|list|create|make|generate|add)\b|^(?:can|could|would|will) (?:you|u|we get|we have|i get|i have|i see|we see|somebody|someone)\b|^(?:may|might|can|could) (?:i|we) (?:get|have|see|look)\b/
/** What is only thought of. */
const inTheory = /^(?:in theory|theoretically|in principle|hypothetically)\b/
/** What belongs to another time than now: `last week we wanted to`, of `next time we will` what is left of it. */
const otherTime =
  /^(?:(?:next )?time (?:i|we|they|you|he|she)\b|(?:last \w+|yesterday|earlier(?: today)?|back then|the other day) (?:i|we|they|he|she|somebody|someone) (?:wanted|had|tried|needed|planned|meant|decided|were|was)\b)/
/** Whether something had better be done, which is no order to do it. */
const doubted =
  /^(?:would it (?:hurt|be (?:ok|okay|wise|smart|bad|good|a \w+ idea))|is it (?:wise|smart|reasonable|a (?:good|bad) idea)|does it make sense)(?: for (?:me|us))? to\b|^(?:should|must) (?:i|we)\b/
const permitted =
  /^(?:am i|are we|is it|would i be|is one) (?:allowed|permitted|ok|okay|fine|safe)\b|^(?:may|can|could|should|must) (?:i|we) (?:safely |really |just |still |even )?(?!get\b|have\b|see\b|look\b)|\ballowed to\b|\bpermitted to\b|^why (?:can't|can not|cannot|may|am|is|are|does|do)\b.*\b(?:i|we|denied|forbidden|ask|allowed)\b/
const supposed =
  /\bwhat (?:would|will|does|could|might) (?:happen|that|it|this|be|a|an|the|go|change|an apply)\b|\bwhat if\b|\bhow many\b.*\bwould\b|\bwould (?:happen|go|be (?:removed|deleted|destroyed|lost|gone))\b|\bif (?:i|we|you|somebody|someone|one) (?:\w+ed|\w+)\b.*\bwould\b|\bwould .*\bif\b|\bwhat would\b/
const asking =
  /^(?:what|which|who|whom|whose|where|when|why|how|is|are|was|were|does|do (?:you|we|i|they|any)|did|has|have (?:you|we|i|they|any)|had|am|isn't|aren't|anything|any|whats|what's|who's|where's|how's)\b/
const howTo =
  /^(?:(?:please )?(?:explain|tell|show|teach|describe|remind|document|learn)(?: me| us)?|write (?:up|down|a \w+(?: \w+)?) ?(?:on|about)?) how (?:to|i|we|you|one)\b|^how (?:do|can|could|should|would|to) (?:i|we|you|one)\b|^how to\b/

/** Who is to be asked what follows is ordered: `ask haiku: what is a CIDR?` */
const asksOther = /^ask (?!(?:me|us|whether|if|what|which|who|why|how|when|where|for)\b)(?:the |our |my )?\S+/

/** What only says how much something is meant, and stands for itself: `whatever you do`. */
const insisting =
  /^(?:what(?:ever)? you do|what(?:ever)? happens|no matter what|come what may|as always|as usual|same as (?:always|usual)|if you (?:can|could|would|want|like)|when you (?:have|get|find) (?:time|a (?:minute|moment|second)))$/

/** Whether somebody asks whether something had better be done. */
export const isDoubted = (tokens: readonly Token[]): boolean => doubted.test(textOf(tokens).replace(softened, ''))

/** How something is said. Only orders and polite questions for something order anything. */
export const stanceOf = (tokens: readonly Token[], endsAsQuestion: boolean): Stance => {
  const whole = textOf(tokens)
  let text = whole
  for (let before = ''; before !== text; ) {
    before = text
    text = text.replace(softened, '')
  }
  if (retraction.test(whole.replace(/^(?:and|or|but) /, '')) && tokens.length <= 4) return 'retracted'
  if (
    insisting.test(whole) ||
    reason.test(whole) ||
    ownBusiness.test(text) ||
    (failing.test(text) && !endsAsQuestion) ||
    (subjectless.test(text) && !endsAsQuestion)
  )
    return 'told'
  if (unwanted.test(whole) || mustNot.test(whole) || turnedDown.test(whole) || forbidden.test(whole)) return 'negated'
  if (notThinking.test(text) && !/\bto (?:see|know|have)\b/.test(text)) return 'negated'
  if (
    negated.test(text) ||
    negated.test(whole) ||
    heldOff.test(text) ||
    heldOff.test(whole) ||
    nothingIs.test(text) ||
    nothingIs.test(whole)
  )
    return 'negated'
  if (supposed.test(text) || inTheory.test(text)) return 'hypothetical'
  if (otherTime.test(text)) return 'told'
  if (politeOnly.test(text)) return 'order'
  if (permitted.test(text) || doubted.test(text)) return 'permission'
  if (howTo.test(text)) return 'question'
  if (beforehand.test(text)) return 'told'
  if ((havingDone.test(text) || haveDone.test(text) || assuring.test(text)) && !polite.test(text)) return 'told'
  if (byOthers.test(text) || (reports.test(text) && !asking.test(text))) return 'told'
  if (
    laterMyself.test(text) &&
    !/^(?:i|we)(?:'d| would) (?:like|love|want|need|appreciate)\b/.test(text) &&
    !polite.test(text) &&
    !asking.test(text) &&
    !/^it would\b/.test(text)
  )
    return 'told'
  if (asking.test(text) || /\b(?:what|how much|how many)$/.test(text)) return 'question'
  return endsAsQuestion && !polite.test(text) && !asksOther.test(text) ? 'question' : 'order'
}
