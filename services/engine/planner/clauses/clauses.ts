import type { Choice } from '../choosing/choose.ts'
import { fill } from '../choosing/fill.ts'
import { beginsWithOrder, type Judged, leadOf, type Scene, states } from '../choosing/judge.ts'
import type { World } from '../surroundings.ts'
import { isContent, tokenConcept } from '../tokens/request-tokens.ts'
import type { Token } from '../tokens/token.ts'
import { environmentNames } from '../values/environments.ts'
import { occasions } from '../words/occasions.ts'
import { tradeWords } from '../words/trade-words.ts'
import { generalVerbs } from '../words/verbs.ts'
import { backgroundPlaces, binds } from './background.ts'
import { namesPlanFile } from './kept-in.ts'
import { writing } from './limits.ts'

const auxiliary =
  /^(?:is|are|was|were|has|have|had|will|would|can|could|may|might|does|did|i'm|we're|it's|i've|we've|he's|she's|they're|that's|there's)$/
const past =
  /^(?:came|went|broke|died|ran|said|told|made|took|got|gave|found|lost|left|saw|knew|thought|began|fell|grew|hit|kept|paid|sent|spent|won|wrote|overwrote|became|burned|crashed|failed|landed|approved|arrived|started|ended|finished|asked|wanted|needed|decided|agreed|promised|joined|moved|expired|forgot)$/
const present =
  /^(?:need|want|use|pick|take|get|see|know|expect|wait|start|come|go|look|care|like|love|hate|fail|die|crash|end|begin|pay|work|ask|say|tell|think|hope|promise|owe|insist|complain|depend|rely|run|live|sit|read|review|own|keep|watch|handle|join|move|land|arrive)s?$/
/** A verb in the past that stands where one can: `my laptop rebooted on me`. */
const pastLike = (tokens: readonly Token[], at: number): boolean =>
  at > 0 &&
  at <= 3 &&
  /[a-z]{3,}ed$/.test(tokens[at]?.word ?? '') &&
  !tokens.slice(0, at).some(({ word }) => present.test(word) || /thing$|ly$|^(?:to|all|any|every|only)$/.test(word))
const subject =
  /^(?:a|an|the|my|our|his|her|their|your|this|that|these|those|i|we|you|they|he|she|it|nobody|no|somebody|someone|everybody|everyone|people|some|most|which|who)$/
const person = /^(?:i|we|you|they|he|she|it|nobody|somebody|someone|everybody|everyone|who)$/
const binding =
  /^(?:must|should|needs?|without|not|no|never|only|except|mustn't|shouldn't|needn't|instead|unless|excluded|skipped|ignored|omitted|exempt)$/

/** Where the verb of a clause stands that says something of somebody: `our credits just came through`. */
export const finiteAt = (tokens: readonly Token[]): number =>
  tokens.findIndex(
    ({ kind, word }, at) =>
      kind === 'word' &&
      (auxiliary.test(word) ||
        (/\w['’]s$/.test(tokens[at]?.text ?? '') && (tokens[at + 1]?.word ?? '').endsWith('ing')) ||
        (at === 1 && person.test(tokens[0]?.word ?? '')) ||
        (at > 0 && past.test(word)) ||
        pastLike(tokens, at) ||
        (at > 0 && present.test(word) && subject.test(tokens[0]?.word ?? '') && tokens[at - 1]?.word !== 'to')),
  )

const isTrade = ({ word, stem }: Token): boolean =>
  !occasions.has(stem) && (tradeWords.has(word) || tradeWords.has(stem))

/** Whether a word names an agent or an agent program, which may be who is spoken to: `writer, sum it up`. */
const isHelper = (word: string, { llm }: World): boolean =>
  [...(llm?.agents ?? []), ...(llm?.tools ?? [])].includes(word)

/**
 * Whether a part beside an order is talk: it says how something is, and binds nobody. What it says of the trade may be
 * wanted of the thing itself, unless it only names who does or has something.
 */
export const isTalk = ({ tokens, joint, item, but }: Judged, scene: Scene): boolean => {
  const { world } = scene
  const verb = finiteAt(tokens)
  return (
    !beginsWithOrder(tokens, scene) &&
    !tokens.some(({ word }) => world.git?.branches?.includes(word) || isHelper(word, world)) &&
    !item &&
    !but &&
    !tokens.some(
      (token, at) =>
        (token.kind !== 'word' && token.kind !== 'mark') ||
        (binding.test(token.word) && at !== 0) ||
        binding.test(tokens[0]?.word ?? '') ||
        (isTrade(token) && (verb < 0 || at > verb)),
    ) &&
    (joint === 'strong' || verb >= 0)
  )
}

const wish =
  /^(?:so |because )?(?:i|we) (?:only |just |also |really )?(?:want|need|would like|have|wish|plan|intend) to\b/
const closing =
  /^(?:and |but )?(?:leave|keep|don't touch|do not touch|not|nothing|no) ?(?:the )?(?:rest|others?|everything else|anything else|else|more)(?: alone| as (?:it|they) (?:is|are)| untouched)?$/

/** Whether a part only says once more that nothing but what was named is meant: `leave the rest`. */
export const isClosing = ({ tokens }: Judged): boolean => closing.test(tokens.map(({ word }) => word).join(' '))

const curious =
  /\b(?:see|know|check|find out|be sure|make sure|learn|understand|review|look at)\b.*\b(?:if|whether|what|how|it|them)\b/

/** What somebody will do himself with what comes out: `I'd like to put it into the ticket`. */
const handing =
  /^(?:so |because |as )?(?:(?:i|we) (?:only |just |also |really )?(?:want|need|would like|have|wish|plan|intend|gotta|will)|i'd like|we'd like|i'll|we'll) (?:to )?(?:paste|put|attach|send|share|show|forward|copy|include|quote|post|mail|present|hand|discuss|compare) (?:it|them|that|this|those)(?: (?:all|both|over|along|later|then|next))* (?:in|into|to|on|onto|with|for) (?!(?:the |a |an )?(?:files?|folders?|history|next commit|index|stash)\b)/

/** Whether a part only says what somebody will do with what was asked for. */
export const isHandingOn = ({ tokens }: Judged): boolean =>
  tokens.every(({ kind }) => kind === 'word') && handing.test(tokens.map(({ word }) => word).join(' '))

/** Whether a part behind an order only says what it is for: `I want to reword it`, `we want to see if it works`. */
export const isReason = ({ tokens, joint }: Judged): boolean => {
  const said = tokens.map(({ word }) => word).join(' ')
  return wish.test(said) && (tokens.filter(isContent).length <= 1 || (joint === 'weak' && curious.test(said)))
}

const destination =
  /^(?:they|it|that|this|these|those|(?:the )?(?:results?|outputs?|answer|numbers?|list|report))(?:'ll| will| should)? (?:then |all |both )?(?:go|goes|belongs?|end up|ends up|is|are)(?: needed| used| meant| wanted| going)? (?:in|into|to|for|onto|on) (?=.)/

/** Whether a part only says where people will put what was asked for: `they go into the wiki`. */
export const isDestination = ({ tokens }: Judged, { vocabulary: { speaking }, world }: Scene): boolean => {
  const [said] = destination.exec(tokens.map(({ word }) => word).join(' ')) ?? []
  const place = said === undefined ? [] : tokens.slice(said.trim().split(' ').length).filter(isContent)
  return (
    place.length > 0 &&
    place.every((token, at) => {
      const occasion = occasions.has(token.word) || occasions.has(token.stem)
      return !binds(token, world) && (occasion || at < place.length - 1 || !speaking.has(tokenConcept(token)))
    })
  )
}

/** Whether a part only says what an order beside it is for: `for the yearly audit`. */
export const isOccasion = ({ tokens }: Judged, { vocabulary, world }: Scene): boolean => {
  const around = backgroundPlaces(tokens, vocabulary, world)
  return around.size > 0 && tokens.every((token, at) => !isContent(token) || around.has(at))
}

/** Verbs with which a way of doing something is turned down. */
const limiting = new Set(
  'us add includ put enabl need want allow expos set call contact show list print display fetch'.split(' '),
)

const isOrder = (token: Token, { vocabulary }: Scene): boolean =>
  token.kind === 'word' && vocabulary.verbs.has(tokenConcept(token))

/** A place or a thing that is left out without a verb: `but not in tests`. */
const leftOut =
  /^(?:but |and )?not (?:in|on|for|from|under|inside|within|of|with|the|those|any|its?)\b(?! (?:a )?(?:rush|hurry))/

/** Whether a part turns down a way of doing it, and not an order of its own: `without versioning`, `don't use NAT`. */
export const isLimit = ({ tokens, stance }: Judged, scene: Scene): boolean => {
  const at = leadOf(tokens, scene)
  const lead = tokens[at]
  if (!lead) return false
  if (stance === 'negated' && leftOut.test(tokens.map(({ word }) => word).join(' '))) return true
  if (tokens[0]?.word === 'without') return !isOrder(lead, scene)
  return (
    stance === 'negated' &&
    limiting.has(lead.stem) &&
    tokens.slice(at + 1).some((token) => isContent(token) && !isOrder(token, scene))
  )
}

/** Verbs that change what is there; who turns them down beside an order with an effect sets it a limit. */
const changing = new Set([
  'delet',
  'destroy',
  'remov',
  'replac',
  'overwrit',
  'overrid',
  'chang',
  'touch',
  'modify',
  'restart',
  'recreat',
])

/** Whether a part turns down what the order itself might do: `apply dev, but don't destroy anything`. */
export const isCurb = ({ tokens, stance }: Judged, { subject: known }: Choice, { world }: Scene): boolean => {
  if (stance !== 'negated' || known.effect === 'read') return false
  const verb = tokens.findIndex(({ kind, stem }) => kind === 'word' && changing.has(stem))
  const put = tokens.findIndex(({ kind, stem }) => kind === 'word' && writing.has(stem))
  // Whoever wants nothing to be written does not want what writes.
  if (
    put >= 0 &&
    /^(?:nothing|anything)$/.test(tokens[put + 1]?.word ?? '') &&
    tokens.slice(put + 2).every((token) => !isContent(token) && token.word !== 'else')
  )
    return true
  if (verb < 0) return false
  const object = tokens.slice(verb + 1).filter(isContent)
  return (
    known.effect === 'delete' ||
    object.some(({ kind, word }) => kind !== 'word' || world.names.has(word) || environmentNames(word).length > 0)
  )
}

/** Whether a part only says which environment something is for. */
const isPurpose = (tokens: readonly Token[]): boolean =>
  /^(?:it|this|that|they|everything|all|(?:this|that) one)(?: all)? (?:is|are|will be|should be) (?:all |only |just )?(?:for|meant for)(?: (?:the|our|my|a))? [a-z-]+(?: (?:environment|env|stage))?$/.test(
    tokens.map(({ word }) => word).join(' '),
  ) && tokens.some(({ word }) => environmentNames(word).length > 0)

/** Whether a later part is another order by a verb that nothing here knows. */
export const isStrangeOrder = ({ tokens, stance, stands }: Judged, scene: Scene): boolean => {
  const lead = tokens[leadOf(tokens, scene)]
  // An environment is no verb: `test env`.
  const place = tokens.filter(({ word }) => !/^(?:the|our|my|environment|env)$/.test(word))
  if (place.length === 1 && environmentNames(place[0]?.word ?? '').length > 0) return false
  // Nor is what something new is for: `it is for the test environment`.
  if (isPurpose(tokens)) return false
  if (stands || stance !== 'order' || lead?.kind !== 'word' || !beginsWithOrder(tokens, scene)) return false
  // Alone it is what git means by it: `pull first`, and not `pull the numbers`.
  if (/^(?:pull|push|fetch|merge|rebase)$/.test(lead.word) && tokens.filter(isContent).length === 1) return true
  return (
    !generalVerbs.has(lead.stem) &&
    !scene.vocabulary.speaking
      .get(tokenConcept(lead))
      ?.some(({ concepts }) => (concepts.get(tokenConcept(lead)) ?? 0) >= 0.7)
  )
}

const located =
  /^(?:(?:we|i|they|it|everything|everybody|(?:our|the|my) \w+(?: \w+)?)(?:'re|'m| is| are| am| live| lives| sit| sits| run| runs| have to be)|is|are|was|we're|i'm|it's|they're)\s+(?:\w+ )?(?:in|at|on|for|from|near|based|located|hosted|running)\b/

/** Whether a part only says where people or things are, which is where something new goes: `we're in Frankfurt`. */
export const isPlacing = ({ tokens }: Judged, { subject: known }: Choice, scene: Scene): boolean => {
  if (!located.test(tokens.map(({ word }) => word).join(' '))) return false
  const { readings } = fill(known, { ...scene, tokens })
  const kinds = [...readings.keys()].map((name) => known.fields.find((field) => field.name === name)?.kind ?? '')
  return kinds.length > 0 && kinds.every((kind) => ['region', 'environment'].includes(kind))
}

/** Pieces of a part that only says how something is: without what says it, where that binds nobody. */
export const trimmed = (
  { tokens, spoken, stance }: Judged,
  { subject: known }: Choice,
  scene: Scene,
): { kept: readonly Token[]; left: readonly Token[] } => {
  const whole = { kept: tokens, left: [] }
  if (stance !== 'told' && !states(spoken, stance, scene)) return whole
  if (tokens.some(({ word }) => binding.test(word))) return whole
  const { leftover } = fill(known, { ...scene, tokens })
  // What became of a thing is over, and limits nothing: `it was merged last week`.
  const isOver = (token: Token): boolean =>
    token.word.endsWith('ed') &&
    /^(?:was|were|been|got|already|just)$/.test(tokens[tokens.indexOf(token) - 1]?.word ?? '')
  if (leftover.some((token) => token.kind !== 'word' || (isTrade(token) && !isOver(token)))) return whole
  return { kept: tokens.filter((token) => !leftover.includes(token)), left: leftover }
}

const having = /^(?:we|i|they|there) (?:already |now |still )?(?:have|got)\b(?! to\b)/

/** Whether a part only gives an argument: `lock 9f3d…` beside the name of it, `we have shop.yaml already`. */
export const isGiven = ({ tokens }: Judged, { choices: [known] }: Judged, scene: Scene): boolean => {
  if (!known) return false
  if (namesPlanFile(tokens, known.subject)) return true
  if (having.test(tokens.map(({ word }) => word).join(' '))) return true
  const label = tokens[leadOf(tokens, scene)]?.word
  const labelled = known.subject.fields.find(({ name, kind }) => name === label && kind !== 'switch')
  return labelled !== undefined && fill(known.subject, { ...scene, tokens }).readings.has(labelled.name)
}
