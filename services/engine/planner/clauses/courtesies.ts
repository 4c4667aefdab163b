/** What stands before a comma or a colon and only greets, or says how soon it is wanted and who agreed to it. */
const greeting = [
  '(?:hi|hey|hello|yo|dear)(?: (?:there|team|all|folks|everyone|guys|nimbus))?',
  'good (?:morning|afternoon|evening|day)(?: (?:team|all|everyone))?',
  'ok(?:ay)?|alright|great|perfect|cool|first|urgent|nimbus',
  'quick (?:one|request|ask|favou?r)',
  'sorry (?:to (?:bother|disturb)(?: you)?|for (?:bothering|disturbing)(?: you)?)',
  'if (?:possible|you (?:can|could|have (?:the )?time))',
  'when(?:ever)? you (?:have|get|find) (?:a |some |the )?(?:minute|moment|time|chance|second)',
  'as (?:discussed|agreed|mentioned|requested|promised)(?: yesterday| today| earlier| before)?',
  'as per (?:our|the|your) \\p{L}+',
].join('|')

/** How a wish begins: who wants it of whom. Whoever wants to know or to see something says it so. */
const wish = [
  "help me(?: to)?|let['’]?s|go ahead and|use nimbus to|your (?:task|job) is to",
  "(?:i|we) (?:want|need|would like) you to|(?:i|we)['’]d like you to",
  "(?:i|we) (?:wanna|gotta|(?:would|['’]d) (?:like|love) to|want to|need to)|(?:i|we)['’]d (?:like|love) to|need to",
].join('|')
const seeing =
  'not|never|know|see|say|hold|wait|assume|pretend|understand|find out|learn|make sure|have|be|look|get|ask|also'

const openers = [
  new RegExp(`^(?:\\[\\p{L}+\\]\\s*|(?:${greeting})(?:\\s*[,:!.–]+|\\s+-)\\s*(?:but )?)(?=\\p{L})`, 'iu'),
  /^(?:(?:hey|hi|hello|ok|okay|yo|dear)[ ,]+nimbus|@nimbus[,:]?)\s+(?=\S)/i,
  new RegExp(`^(?:(?:please|pls|so|ok|okay|now)[ ,]+)*(?:${wish})\\s+(?!(?:${seeing})\\b)(?=\\p{L})`, 'iu'),
  // A list of one is none.
  /^(?:[-*•]|\d{1,2}[.)])\s+(?=(?:(?!\s\d{1,2}[.)]\s)[^\n])*$)/,
]

/** An order in the shape of a question. */
const asked =
  /^(?:please[ ,]+)?(?:can|could|would|will) you(?: (?:please|pls|kindly))? (?!(?:tell|say|explain|do|handle|also|help|recommend|even|not)\b)(?=\p{L}[^?]*\?$)/iu

/** What people add to a wish: how soon, for whom, with what, and thanks. It limits nothing. */
const closing = [
  '(?<!\\d\\s*)please|pls|plz|asap|as soon as possible|right (?:now|away)|immediately|carefully|for (?:me|us)|(?:with|using|via) nimbus',
  '(?:many )?thanks(?: a lot| so much| in advance)?|thank you(?: so much| very much| in advance)?|thx|ty|cheers',
  'if (?:possible|you (?:can|could))|when(?:ever)? you (?:can|have (?:a (?:minute|moment)|time)|get a (?:chance|minute|moment))',
  "(?:that )?would be (?:great|nice|lovely|appreciated)|(?:much )?appreciated|only that|nothing else|that(?:['’]s| is) (?:all|it)|(?<=[,.;!]\\s*)ok(?:ay)?\\?",
  "(?:(?:and|then) )*(?:tell me|let me know|ping me|notify me|report back)(?: (?:when|once) (?:(?:it|that|you|everything)(?:['’]s|['’]re| is| are) )?(?:done|finished|ready|through|complete))?(?: how it (?:goes|went))?",
  '(?<=,\\s*)(?:do you (?:see|know) (?:that|it)|you know|right|can you tell)\\?',
  '(?:(?:kind|best|warm) regards|regards|cheers|thanks|thank you),?\\s+\\p{L}+',
  '[:;]-?\\)|\\p{Extended_Pictographic}\\ufe0f?',
].join('|')
const closers = new RegExp(`(?:[\\s,.;!]+(?:${closing}))+[\\s.!?]*$`, 'iu')

/** Text that is set in bold is said like any other. */
const bold = /(?<![\w*/.])\*\*([^*\s/][^*\n]*?)\*\*(?![\w*/])/g

/** The longest run of courtesies that is looked for, in characters, and how many may stand one behind the other. */
const longest = 400
const most = 6

const withoutClosing = (text: string): string => {
  const at = Math.max(0, text.length - longest)
  return (
    text.slice(0, at) +
    text.slice(at).replace(closers, (tail) => (/ok(?:ay)?\?\s*$/i.test(tail) || !tail.includes('?') ? '' : '?'))
  )
}

const withoutOpening = (text: string): string => {
  let rest = text
  for (let n = 0; n < most; n++) rest = openers.reduce((each, opener) => each.replace(opener, ''), rest)
  return rest
}

/** A request without the courtesies around it, which are no part of what is wanted. */
export const withoutCourtesies = (request: string): string => {
  const bare = withoutOpening(withoutClosing(request.trim().replaceAll(bold, '$1')))
  const wanted = asked.test(bare) ? withoutOpening(bare.replace(asked, '').replace(/\s*\?$/, '')) : bare
  return wanted === '' ? request : wanted
}
