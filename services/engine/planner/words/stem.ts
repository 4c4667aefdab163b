/** Words whose family cannot be seen from their ending, and words that only look as if they had one. */
const irregular: ReadonlyMap<string, string> = new Map(
  Object.entries({
    staging: 'staging',
    wrote: 'writ',
    written: 'writ',
    ran: 'run',
    running: 'run',
    went: 'go',
    gone: 'go',
    made: 'make',
    found: 'find',
    kept: 'keep',
    held: 'hold',
    said: 'say',
    told: 'tell',
    took: 'take',
    taken: 'take',
    used: 'use',
    uses: 'use',
    using: 'use',
    did: 'do',
    done: 'do',
    spent: 'spend',
    left: 'left',
    lost: 'lose',
    undid: 'undo',
    undone: 'undo',
    brought: 'bring',
    gave: 'give',
    given: 'give',
    sent: 'send',
    built: 'build',
    thrown: 'throw',
    threw: 'throw',
    forgot: 'forget',
    forgotten: 'forget',
    indices: 'index',
    aws: 'aws',
    dns: 'dns',
    tfvars: 'tfvars',
    kubernetes: 'kubernetes',
    postgres: 'postgres',
    status: 'status',
    stats: 'stats',
    always: 'always',
    across: 'across',
    dress: 'dress',
    string: 'string',
    thing: 'thing',
    things: 'thing',
    nothing: 'nothing',
    everything: 'everything',
    anything: 'anything',
    something: 'something',
    setting: 'setting',
    settings: 'setting',
    spring: 'spring',
    during: 'during',
    need: 'need',
    speed: 'speed',
    feed: 'feed',
    seed: 'seed',
    red: 'red',
    bed: 'bed',
    id: 'id',
    plane: 'plane',
  }),
)

/** What is left without an ending: `runn` is run, `mak` is make. */
const restored = (root: string): string =>
  /([bdgkmnprt])\1$/.test(root) && root.length > 3
    ? root.slice(0, -1)
    : /^[^aeiou][aeiou][^aeiouwxy]$/.test(root)
      ? `${root}e`
      : root

/** What words of one family share. Not a word itself: `validat` for validate, validates, validating, validated. */
export const stemOf = (word: string): string => {
  const known = irregular.get(word)
  if (known !== undefined) return known
  // What is longer than any word is none, and would take long to look at.
  if (word.length <= 3 || word.length > 40) return word
  const base = word.replace(/['’]s$/, '')
  const singular = base.endsWith('ies')
    ? `${base.slice(0, -3)}y`
    : /(ss|sh|ch|x|zz)es$/.test(base)
      ? base.slice(0, -2)
      : /[^suia]s$/.test(base)
        ? base.slice(0, -1)
        : base
  const early = irregular.get(singular)
  if (early !== undefined) return early
  const bare = /[a-z]{3,}ing$/.test(singular)
    ? restored(singular.slice(0, -3))
    : /[a-z]{2,}[^e]ed$/.test(singular)
      ? restored(singular.slice(0, -2))
      : /[a-z]{2,}ied$/.test(singular)
        ? `${singular.slice(0, -3)}y`
        : singular
  return bare.length > 4 ? bare.replace(/e$/, '') : bare
}
