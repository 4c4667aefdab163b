import { conceptOf } from './concepts.ts'
import { stemOf } from './stem.ts'

/**
 * The verbs with which people order, in general English, by what they come to. Those of operations come from their ids,
 * and what only one operation is ordered with belongs into its phrases.
 */
const text = {
  /** To let somebody see what there is. Any of them may stand for any other, and in a list of wishes for none. */
  show: `show display print view list enumerate dump peek peep glance browse present reveal cat tell pull breakdown report share`,
  /** The same, where what is seen may have to be made first. */
  get: `see look give get`,
  /** To let somebody see what is inside of one thing. */
  inspect: `open read inspect examine describe explain summarise summarize recap`,
  /** To bring something about that was not there. */
  make: `make create build generate write put add set go bring compose produce draft craft cook whip assemble deliver provide supply obtain grab`,
  /** To say that something is wanted, and not what. */
  want: `need want have let do run use take pick call start ask perform conduct`,
  /** To delete, to put away or to make neat: nobody knows which. */
  vague: `cleanup ridof reset nuke wipe purge kill empty obliterate zap trash clear tidy clean startover scrap ditch chuck axe raze wipeout throwaway`,
  /** All the others. */
  other: `
change remove erase delete drop rm destroy tear modify edit update unset find search grep look locate save store record keep persist note
remember append restore recover revert undo rollback switch checkout move jump compare diff check verify validate test lint format
fmt init initialise prepare plan apply deploy import export stage unstage commit stash pop push pull merge rebase tag branch fetch
clone execute stop restart register define forget count simulate replay optimise simplify approve grant revoke trust scan analyse
audit review send email mail post notify ping upload download copy rename scale resize install uninstall upgrade enable disable turn
unlock lock release force discard configure provision scaffold cancel resume retry refresh reload sync publish schedule monitor fix
repair correct improve solve autofix watch tail follow close draw graph duplicate log rotate attach detach connect ssh curl cut move
raise lower reword translate convert summarise invite buy open inspect explain describe archive compress encrypt decrypt
amend squash reword taint untaint abort halt interrupt continue reject decline refuse withdraw permit allow forbid deny migrate backup benchmark
`,
} as const

const wordsOf = (names: string): readonly string[] => names.split(/\s+/).filter(Boolean)

const stems = (...names: readonly string[]): ReadonlySet<string> => new Set(names.flatMap(wordsOf).map(stemOf))

/** Concepts of verbs with which orders begin. */
export const orderVerbs: ReadonlySet<string> = new Set(
  Object.values(text)
    .flatMap(wordsOf)
    .map((word) => conceptOf(stemOf(word))),
)

/** Stems of verbs that ask to see something, whatever it is. */
export const lookVerbs: ReadonlySet<string> = stems(text.show, text.get, text.inspect)

/** Stems of verbs that ask to see something that is there. */
export const showVerbs: ReadonlySet<string> = stems(text.show)

/** Stems of verbs that say that something is wanted, and not what. */
export const generalVerbs: ReadonlySet<string> = stems(text.show, text.get, text.want, text.make, 'explain describe')

/** Stems of verbs that make something, which looking at something does not. */
export const makingVerbs: ReadonlySet<string> = stems(text.make, 'change')

/** Stems of verbs that may mean to delete, to put away or to make neat. */
export const vagueVerbs: ReadonlySet<string> = stems(text.vague)
