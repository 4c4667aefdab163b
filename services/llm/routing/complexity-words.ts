/**
 * The words that the features of a task are counted by. English only: a text without any of the commonest English
 * words is not judged at all.
 *
 * They follow the criteria of "Hard Prompts" of Chatbot Arena (lmsys.org, 2024-05-20) that a text can show by itself:
 * problem solving, several parts, technical accuracy.
 */

/** A small thing to write, whatever it is about. */
const smallThing =
  '(?:(?:short|brief|one-line|one-paragraph|concise|conventional|quick|simple|sample|better|good|new|basic|\\w{2,10}|' +
  'its|the|this|a|an|some|up with) ){0,4}' +
  '(?:commit(?: message| msg| subject)s?|changelog(?: entry)?|title|headline|summary|digest|docstrings?|' +
  'comments?|subject(?: line)?|description|release notes?|greeting|reply|e-?mail|tweet|caption|alt text|regex|' +
  '(?:regular|cron) expression|alias|one-liner|snippet|names?|slug|uuid|password|\\.env|label|tl;?dr|gist|boilerplate)'

/** Text and data, as opposed to code. */
const plainMaterial =
  '(?:json|ya?ml|xml|csv|toml|table|list|lines?|text|sentences?|notes?|bullets?|paragraphs?|dates?|times?|timestamps?|' +
  'amounts?|names?|e-?mails?|addresses|urls?|links?|numbers?|values?|(?:error |status )codes?|ids?|hostnames?|keys?|env(?:ironment)? vars?|' +
  'curl (?:call|command)|units?|currency|title|config(?:uration)?)'

/** Work that a small model does as well as a large one, named by its verb, where a sentence gives its order. */
const routineVerbs =
  'summari[sz]e|translate|rename|reformat|format|indent|sort|list (?:all|the|my|available)|classify|label|categori[sz]e|alphabeti[sz]e|condense|' +
  'tag|rephrase|reword|rewrite (?:this|the|these) (?:\\w+ )?(?:sentence|paragraph|text|section|e-?mail|message|title|in|as|without)s?|shorten|paraphrase|proof-?read|spell-?check|capitali[sz]e|count|define|name|look up|' +
  'print|fill in|remind me|show me|tl;?dr|strip|trim|squash|dedupe|deduplicate|detect|pick|choose from|highlight|' +
  'uppercase|lowercase|transcribe|transliterate|abbreviate|expand the acronym|number (?:the|these)|align|wrap|quote|' +
  'say (?:this|it|that)|escape|unescape|encode|decode|prettify|pretty-print|minify|paste|put (?:this|these|the|them|it)\\b|boil (?:this|it|that)|' +
  'move (?:the|these) (?:constants?|imports?|comments?|lines?)|swap|replace all|give me (?:a|an|the|some)|' +
  // Code is extracted and converted too, and that is no routine: only what is plainly text or data counts.
  `(?:extract|find|turn|convert|split|flatten|copy) (?:these|this|the|all|every)? ?(?:\\w+ ){0,2}${plainMaterial}|` +
  'make (?:this|it|the)\\b.{0,40}\\b(?:more|less|\\w+er)|' +
  `(?:write|generate|suggest|add|create|draft|come up with|need|want|i need|propose) ${smallThing}|` +
  'fix (?:the |this |a |my )*(?:typos?|spelling|grammar|indentation|formatting)'

/** An order for routine work, at the beginning of a sentence. */
export const routineOrder = new RegExp(
  `(?:^|[.!?:;,\\n]\\s*|\\b(?:please|can you|could you|just|quickly|i need)\\s+)(?:${routineVerbs})(?![\\w-])`,
  'i',
)

/** The thing alone, as people type it: `commit msg for this`, `regex that matches`, `snake_case to kebab-case`. */
export const routineThing = new RegExp(
  `^\\W*(?:${smallThing}|(?:\\w+ )?(?:code|command|syntax)|[\\w-]+case)\\s+(?:for|that|to|of|which)\\b`,
  'i',
)

/** An answer of a few words or lines is asked for. */
export const smallAnswer =
  /\b(?:in|to|as) (?:at most |only )?(?:an?|one|two|three|four|five|a few|[1-9]) (?:short )?(?:sentences?|words?|lines?|bullets?|bullet points|paragraphs?)\b|\b(?:one|two|three|[1-5]) (?:short )?(?:sentences?|bullet points)\b|\b(?:yes or no|answer (?:with|in) (?:one|a)\b|only the (?:label|name|number|word)|one of:)/i

/**
 * A question after a fact, or how one usual thing is done. Narrow on purpose: most questions of any length are none, and
 * the price of a wrong guess is a hard task on a small model.
 */
export const factQuestion =
  /^\W*(?:what time|what(?:'s| is| are)(?! (?:wrong|the (?:problem|cause|reason|matter|best|right|cheapest|safest)|going|happening))|what does\b.{0,40}\b(?:do|mean|stand for)|(?:which|what) (?:port|version|language|flag|option|command|file|folder|category|team|label|http status)|where (?:is|are|can i (?:find|see))|how (?:do|can) (?:i|you|we) (?:spell|say|list|show|check|print|get|see|find|parse|read|write|loop|sleep|undo|exit|install|format|sort|count)|is there an?)\b|\b(?:syntax (?:of|for)|command (?:that|to|for|which))/i

/** What somebody is asked to do, when it takes thought. */
export const reasoningActs =
  /\b(?:why|prove|proof|derive|root[- ]cause|get to the bottom|how would you|show that|choose between|defend|lay out how|what (?:could|might|would|may) (?:\w+ )?(?:lead to|cause|explain|account for)|what happened|explain (?:why|how come|the (?:difference|discrepancy|drop|rise|jump))|look (?:through|over|at) .{0,60}\bfor (?:a way in|holes|flaws|mistakes)|can (?:two|both|several|the same)|disagree|times (?:as long|as many|as much|slower|faster)|find out|work out|figure out|how (?:that|this|it) is possible|reason about|investigate|diagnose|debug|analy[sz]e|analysis|evaluate|compare|assess|critique|audit|refactor|migrat\w+|re-?architect|restructure|decide|justify|implications?|optimi[sz]e|propose|trade-?offs?|simulate|reconcile|counter-?example|(?:design|plan|review|estimate|model)\s+(?:a|an|the|this|our|my|how|for|it|its|these)|(?:cheapest|best|worse|worst|safest|fastest|optimal) (?:way|option|choice|one|\w+ for)|make\w* .{0,40}\b(?:worse|faster|cheaper|safer|less than)|split (?:this|the|our)|(?:sound|correct|safe)\?)(?![a-z])/gi

/** What is hard to think about; in routine work it is only the subject. */
export const hardTopics =
  /\b(?:race(?: condition)?s?|deadlocks?|concurren(?:t|cy)|lock-free|consisten(?:t|cy)|linearizab\w*|idempoten\w*|exactly-once|distributed|consensus|invariants?|architecture|algorithm|security|vulnerabilit\w*|threats?|exploits?|attacker|untrusted|intermittent\w*|flaky|sporadic\w*|sometimes|every (?:few|other) \w+|now and then|starv\w*|fair(?:ly|ness)?|recursi\w+|depth|authentication|tenants?|p9\d|memory leak|leaks?|regressions?|bottlenecks?|throughput|latency|failover|zero[- ]downtime|without downtime|theorem|backpressure|sharding|shards|partition\w*|drift|performance|hot path|profile)\b/gi

export const constraintWords =
  /\b(?:must(?: not)?|without|at most|at least|exactly|never|always|bounded|stays? the same|the same results?|keeps? working|unless|only if|ensure|guarantee\w*|backwards?[- ]compatib\w+|within \d+|no more than|under \d+|preserv\w+|keep(?:ing)? the|do not|don't|cannot|may not|comply|compliant|while (?:still|keeping)|subject to|given these|constraints?|so that|if|even when|or show)\b/gi

/** Signs of work in several steps: order words, numbered or bulleted items. */
export const stepMarks =
  /\b(?:first(?:ly)?|second(?:ly)?|third(?:ly)?|then|next|after (?:that|this|which)|afterwards|finally|lastly|step \d+|and also|followed by|once (?:that|this|done))\b|(?:^|\n)\s*(?:\d+[.)]|[-*])\s+\S/gi

/** Verbs of making and changing; several in one task mean several steps. */
export const workVerbs =
  /\b(?:implement|build|create|add|change|update|remove|replace|move|split|merge|extract|write|test|verify|deploy|configure|integrate|extend|introduce|rework|port|wire|handle|support|document|benchmark|measure|fix|set up|roll out)\b/gi

/** A path with a folder, or a file name with a usual ending. */
export const filePaths =
  /(?:[\w.-]+\/)+[\w.-]+|\b[\w-]+\.(?:ts|tsx|js|jsx|py|go|rs|java|kt|rb|cs|cpp|c|h|sql|tf|ya?ml|json|toml|md|sh|proto|html|css)\b/g

export const commonEnglish =
  /\b(?:the|a|an|of|to|in|is|are|and|for|this|that|it|what|how|with|my|our|on|from|by|me|be|we|you|i|does|do|can|all|each|into|these)\b/i
