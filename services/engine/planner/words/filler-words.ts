import { stemOf } from './stem.ts'

/**
 * Words that carry a sentence and order nothing. What is not among them and means nothing to an operation is a
 * constraint that nobody may drop.
 */
const text = `
a an the this that these those some any each every both all one ones it its itself them they their theirs he she him her his
i me my mine myself we us our ours ourselves you your yours yourself who whom whose
am is are was were be been being isn't aren't wasn't do does did doing done don't have has had having
can could may might must shall should will would wanna gonna gotta let lets let's
and or but nor so yet also too then than as if whether while though although because since until unless
of in on at by for from to into onto out up down over under with within without about above below between through during
against toward towards across along around beside beyond per via off near
there here where when why how what which
not no never none
please pls plz kindly thanks thank thx cheers ty hi hello hey yo dear ok okay oh ah um uh er erm uhm ugh oops hm hmm well right sure yes yeah yep
alright great good nice fine cool perfect lovely awesome fyi btw lol haha bitte danke merci por favor
gimme u ur r n b c d e lemme cause cos cuz plus want wants wanted need needs needed like likes liked love wish hope hoping trying try tried able possible possibly maybe perhaps
just only really actually simply quite very rather pretty much more most less least little bit lot lots enough plenty
now right away soon today currently already still yet again once ever always usually quickly immediately asap first second next
finally afterwards after before later earlier meanwhile
thing things stuff something anything someone somebody anyone anybody everybody everyone people team guys folks mate boss
way kind sort part piece place places case point
get gets got getting give gives given giving gave go goes going come comes coming take takes put puts make makes making made
see seeing look looks looking show shows tell tells know knows knowing say says think guess believe mean means wonder wondering
curious interested sure happy glad sorry confused lost
help helps use uses using used work works working happen happens happened
new own same other others another else different different-from exact exactly particular certain specific such
'm 're 've 'll 'd 's i'm i'd i've i'll we're we've we'll we'd you're you've it's that's there's what's who's where's how's here's
doesn't didn't hasn't haven't hadn't weren't can't couldn't won't wouldn't shouldn't needn't mustn't nothing's
incl esp approx gotta
en para con y e für mit und bitte por pour avec dans necesito quiero quisiera quiere brauche brauchen möchte veux voudrais besoin preciso vorrei un una uno el la los las der die das ein eine einen
dont doesnt didnt cant couldnt wont wouldnt im ive id
called named titled entitled namely following
etc eg e.g ie i.e vs
let's let thats whats
include includes included including inclusive care cares matter matters minded mind bother except excluding besides apart minus
mind bother somewhat concerning regarding
might've although otherwise kinda sorta wherever whatever whichever whoever however therefore thus hence
be done ready set set-up time times
simple quick small big whole entire complete full
real proper properly nicely careful carefully
somewhere anywhere everywhere
either neither instead
far long many few several couple
back
necessary required
me-too
yours sincerely regards best
day days week weeks month months year years hour hours minute minutes
usual normal default
`

const listed = text.split(/\s+/).filter(Boolean)

/** Stems and words that order nothing. */
export const fillers: ReadonlySet<string> = new Set(listed.flatMap((word) => [word, stemOf(word)]))
