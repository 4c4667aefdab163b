import { stemOf } from './stem.ts'

/**
 * Words that people add without wanting anything by them. They may be left over without a question; what is in neither
 * list may be a constraint.
 */
const text = `
repo repository default
platform app application product squad website backend frontend system site portal microservice initiative campaign feature story
reminder urgent asap deadline launch demo pilot poc trial experiment
brand fresh dedicated separate own isolated
answer request
data service discussed agreed
mode output format form way style flags
everything anything nobody somebody anybody nimbus inside handle handles effective pending spin bring brings check scan work works bunch couple
run runs running exist exists appear appears occur end ended finish finished stay stays live lives lie lying sit stand keep keeps
keeping remain remains report reports reporting contain contains hold holds belong belongs relate related involve involved concern
concerned current currently recent recently latest last lately actual existing present previous whole entire total overall remaining
available relevant respective corresponding specific general generally common main basic simple obvious clearly
look looks check checking wonder check-in reword moment minute second detail details info information overview summary idea
thing question doubt problem trouble issue matter topic subject point fact reason purpose case situation
morning afternoon evening tonight tomorrow yesterday today monday tuesday wednesday thursday friday saturday sunday
project team company department customer customers user users folks colleague colleagues boss manager friend client
outdated obsolete unused old older anymore longer legacy
forcing force keeping leaving let giving getting
according actually apparently basically certainly completely definitely directly easily especially eventually exactly
frankly fully hopefully roughly approximately immediately indeed mainly mostly normally obviously possibly precisely probably properly quietly really
safely simply slightly somehow specifically surely totally truly usually
together begin started start starting beginning
follow following interested appreciate grateful
hand hands manual manually
sort kind type style manner
prepare prepared ready
tell told ask asked
worth wrong right fine broken
local locally machine computer laptop box host workstation pc mac notebook desktop individual single detailed plane wifi
place places location
name names called
list listing
print show display
nicely neat tidy
world real reality
piece pieces
review started
bit ideal ideally preferable helpful appreciated welcome breakdown rundown
`

/** Stems that may be left over. */
export const lightWords: ReadonlySet<string> = new Set(
  text
    .split(/\s+/)
    .filter(Boolean)
    .flatMap((word) => [word, stemOf(word)]),
)
