import { conceptOf } from './concepts.ts'
import { stemOf } from './stem.ts'

/** Verbs with which orders begin, in general English; those of operations come from their ids. */
const text = `
show display print view see list enumerate create make build generate delete remove erase drop rm destroy tear change modify edit
update set unset reset find search grep look locate save store record keep persist note remember write put append read open cat
restore recover revert undo rollback switch checkout go move jump compare diff explain describe check verify validate test lint
format fmt init initialise prepare plan apply deploy import export stage unstage commit stash pop push pull merge rebase tag branch
fetch clone run execute start stop restart kill ask tell let get give add register define forget count simulate replay
optimise simplify approve grant revoke trust approve list scan analyse inspect audit review summarise send email mail post notify
ping upload download copy rename scale resize install uninstall upgrade enable disable turn use take bring unlock lock release
force discard clean tidy purge wipe configure provision scaffold cancel resume retry refresh reload sync publish schedule monitor
fix repair correct improve solve autofix watch tail follow open close draw graph dump duplicate log rotate attach detach connect ssh curl cut pick move raise lower
`

/** Concepts of verbs with which orders begin. */
export const orderVerbs: ReadonlySet<string> = new Set(
  text
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => conceptOf(stemOf(word))),
)
