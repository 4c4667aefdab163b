import { environmentWords } from '../values/environments.ts'

/** Kinds of records as people write them before an id. */
const kinds = 'runs?|tasks?|plans?|artifacts?|chats?|conversations?|grants?|approvals?'

/** A kind and an id in one word, as some programs want it: `run/r_w7x4`. */
const slashed = new RegExp(`(?<![\\w/.-])(${kinds})[/:](?=[rptagc]_[a-z0-9]+\\b(?![./]))`, 'gi')

/** What asks in two words whether something is allowed. */
const mayI = /^\s*auth can-?i(?=\s)/i

/** A setting with its value in one word: `set log.level=debug`. */
const assigned = /^(\s*(?:please |pls )?(?:set|change|put)(?: the)?(?: setting)? [a-z]+(?:\.[a-z_]+)+)=(?=\S)/i

/** Environments with strokes between them: `dev/staging/prod`. */
const environment = `(?:${environmentWords.join('|')})`
const either = new RegExp(`(?<![\\w/.~-])${environment}(?:/${environment})+(?![\\w/.-])`, 'gi')

/** Names of an environment that some write in two words, of which the second alone is another one: `pre prod`, `prod like`. */
const apart =
  /(?<=(?:^|[,:;(]|\b(?:for|in|to|on|of|into|from|at|plan|apply|destroy|validate|init|format|the|our|a|and|or|env|environment))\s*)\b(?:(pre|non) (prod|production)|(prod|production) (like|grade))\b/gi

/** What is quoted is as it was written. */
const quoted = /("[^"]*"|“[^”]*”|`[^`]*`|(?<!\w)'[^']*'(?!\w))/

const withoutSlash = (text: string): string =>
  text
    .replace(slashed, '$1 ')
    .replace(either, (names) => names.replaceAll('/', ','))
    .replace(apart, (name) => name.replace(' ', '-'))

/** A request in which what other programs are told in one word stands in two, and what is one name in one. */
export const withoutSlashes = (request: string): string =>
  request
    .replace(mayI, 'can i')
    .replace(assigned, '$1 to ')
    .split(quoted)
    .map((part, at) => (at % 2 === 1 ? part : withoutSlash(part)))
    .join('')
