import { stemOf } from './stem.ts'

/**
 * Words of general English that people use for the same thing, the name of each first. What only one operation knows
 * belongs into its phrases.
 */
const groups: readonly (readonly string[])[] = [
  ['delete', 'remove', 'erase', 'rm', 'del', 'discard', 'unlink', 'deletion', 'removal', 'eliminate'],
  ['destroy', 'demolish', 'teardown', 'takedown', 'destruction', 'dismantle', 'decommission'],
  ['create', 'establish', 'creation', 'puttogether', 'spinup'],
  ['show', 'display', 'print', 'view', 'present', 'reveal', 'output-to-me'],
  ['list', 'enumerate', 'listing'],
  [
    'change',
    'modify',
    'alter',
    'edit',
    'adjust',
    'modification',
    'update',
    'touch',
    'crank',
    'bump',
    'tweak',
    'dial',
    'flip',
  ],
  ['find', 'search', 'grep', 'locate', 'occurrence', 'lookup'],
  ['save', 'store', 'record', 'persist'],
  ['restore', 'recover', 'bringback', 'putback', 'reinstate', 'restoration'],
  ['rollback'],
  ['switch', 'checkout', 'jump', 'hop'],
  ['compare', 'comparison', 'versus'],
  ['differ', 'difference', 'different', 'diff', 'differential'],
  ['explain', 'explanation', 'describe'],
  ['environment', 'env', 'envs'],
  ['configuration', 'config', 'configure', 'configs', 'conf', 'cfg'],
  ['setting', 'preference', 'option'],
  ['credential', 'key', 'secret', 'apikey', 'password', 'passphrase'],
  ['allow', 'permit', 'authorise', 'authorize'],
  ['permission', 'authorisation', 'authorization'],
  ['directory', 'folder', 'dir', 'map-of-files'],
  ['repository', 'repo', 'codebase'],
  ['cost', 'spend', 'expense', 'price', 'expensive', 'burn', 'pay', 'paid', 'payment'],
  ['usage', 'consumption'],
  ['initialise', 'initialize', 'init', 'initialisation', 'initialization'],
  ['format', 'fmt', 'reformat', 'formatting'],
  ['optimise', 'optimize', 'optimisation', 'optimization'],
  ['organise', 'organize', 'structured', 'arranged', 'laidout'],
  ['valid', 'validity'],
  ['validate', 'validation'],
  ['verify', 'verification', 'tamper', 'mess', 'meddle', 'fiddle', 'manipulate', 'falsify'],
  ['bestpractice', 'bestpractices', 'best-practice', 'best-practices', 'lint', 'linter'],
  ['installed', 'install', 'installation'],
  ['commit', 'commits', 'checkin'],
  ['history', 'past'],
  ['kubernetes', 'k8s', 'kube'],
  ['terraform', 'tf', 'tofu', 'opentofu', 'hcl'],
  ['infrastructure', 'infra', 'iac'],
  ['summarise', 'summarize', 'summary'],
  ['program', 'cli', 'executable'],
  ['unlock', 'unlocking'],
  ['export', 'dump', 'download'],
  ['undo', 'revoke-run'],
  ['stash', 'setaside', 'putaside', 'shelve', 'parkaside'],
  ['stage', 'staged'],
  ['unstage', 'unstaged'],
  ['colour', 'color'],
  ['token', 'tokens'],
  ['drift', 'drifted'],
  ['fail', 'failure'],
  ['mistake', 'error'],
  ['model', 'llm'],
  ['execute', 'carryout'],
  ['cancel', 'cancellation'],
  ['deny', 'denial', 'forbid', 'forbidden', 'prohibit', 'block'],
  ['budget', 'money', 'allowance'],
  ['talk', 'discuss', 'speak', 'spoke', 'spoken'],
  ['approve', 'approval', 'signoff'],
  ['interrupt', 'interruption'],
]

const byStem = new Map(
  groups.flatMap(([name = '', ...more]) => [name, ...more].map((word) => [stemOf(word), stemOf(name)])),
)

/** The concept that a stem stands for; most stand for themselves. */
export const conceptOf = (stem: string): string => byStem.get(stem) ?? stem

/** Every word that a concept has, for the correction of spelling. */
export const conceptWords: readonly string[] = groups.flat()

/** Several words that are one: particles change what a verb means. */
const joined: readonly (readonly [RegExp, string])[] = [
  [/^(check|checking|checked) out$/, 'checkout'],
  [/^(tear|tearing|tore|torn|take|taking|took|bring|knock) down$/, 'teardown'],
  [/^(set|setting) up$/, 'setup'],
  [/^(roll|rolling) (back)$/, 'rollback'],
  [/^(roll|rolling) (out)$/, 'rollout'],
  [/^(put|set|lay) aside$/, 'setaside'],
  [/^(bring|get|put) back$/, 'putback'],
  [/^best practices?$/, 'bestpractice'],
  [/^api keys?$/, 'apikey'],
  [/^laid out$/, 'laidout'],
  [/^put together$/, 'puttogether'],
  [/^(spin|bring|stand) up$/, 'spinup'],
  [/^look up$/, 'lookup'],
  [/^(carry|carrying) out$/, 'carryout'],
  [/^(break|breaking) down$/, 'breakdown'],
  [/^sign(ing)? off$/, 'signoff'],
  [/^clean(ing)? up$/, 'cleanup'],
  [/^tidy(ing)? up$/, 'cleanup'],
  [/^rid of$/, 'ridof'],
  [/^throw(ing)? (away|out)$/, 'throwaway'],
  [/^start(ing)? over$/, 'startover'],
  [/^pull request$/, 'pullrequest'],
]

/** Verbs whose particle may stand further behind, as one with them: `put it back`. */
export const separable: ReadonlySet<string> = new Set(
  'tear tearing tore torn take bring put get set roll clean tidy turn lay break sign throw'.split(' '),
)

/** The one word that two words are together, if they are. */
export const joinedWord = (first: string, second: string): string | undefined =>
  joined.find(([pattern]) => pattern.test(`${first} ${second}`))?.[1]
