/**
 * The words that the features of a task are counted by. English only: a text without any of the commonest English
 * words is not judged at all.
 *
 * They follow the criteria of "Hard Prompts" of Chatbot Arena (lmsys.org, 2024-05-20) that a text can show by itself:
 * problem solving, several parts, technical accuracy.
 */

/** A small thing to write, whatever it is about. */
const smallThing =
  '(?:short |brief |one-line |one-paragraph |concise |conventional |quick |simple |sample |its |the |this |a |an |some )*' +
  '(?:commit(?: message| msg| subject)?|changelog|title|summary|docstrings?|comments?|subject|description|' +
  'release notes?|greeting|reply|tweet|caption|regex|alias|one-liner|name|slug|uuid|password|\\.env|label|tl;?dr)'

/** Work that a small model does as well as a large one, named by its verb, where a sentence gives its order. */
const routineVerbs =
  'summari[sz]e|translate|rename|reformat|format|indent|sort|list|extract|convert|turn|classify|label|categori[sz]e|' +
  'tag|rephrase|reword|rewrite|shorten|paraphrase|proofread|spell-?check|capitali[sz]e|count|define|name|look up|' +
  'print|fill in|remind me|show me|tl;?dr|give me (?:a|an|the|some)|make (?:this|it|the)\\b.{0,40}\\b(?:more|less|\\w+er)|' +
  `(?:write|generate|suggest|add|create|draft) ${smallThing}|` +
  'fix (?:the |this |a |my )*(?:typos?|spelling|grammar|indentation|formatting)'

/** An order for routine work, at the beginning of a sentence. */
export const routineOrder = new RegExp(
  `(?:^|[.!?:;,\\n]\\s*|\\b(?:please|can you|could you|just|quickly)\\s+)(?:${routineVerbs})(?![\\w-])`,
  'i',
)

/** The thing alone, as people type it: `commit msg for this`, `regex that matches`. */
export const routineThing = new RegExp(`^\\W*${smallThing}\\s+(?:for|that|to|of|which)\\b`, 'i')

/** Answers of a word or a line, and questions after a fact. */
export const factQuestion =
  /(?:^|[.!?\n]\s*)(?:what(?:'s| is| are| does| do)(?! (?:wrong|the (?:problem|cause|reason|matter)|going|happening))|which|who|when|where|how many|how (?:do|can) (?:i|you|we) (?:spell|say|list|show|check|print|get|see|find)|is there an?|does)\b|\b(?:syntax (?:of|for)|command (?:that|to|for|which)|yes or no|answer (?:with|in) (?:one|a)\b|only the (?:label|name|number|word))/i

/** What somebody is asked to do, when it takes thought. */
export const reasoningActs =
  /\b(?:why|prove|proof|derive|root[- ]cause|find out|work out|figure out|how (?:that|this|it) is possible|reason about|investigate|diagnose|debug|analy[sz]e|analysis|evaluate|compare|assess|critique|audit|refactor|migrat\w+|re-?architect|restructure|decide|justify|implications?|optimi[sz]e|propose|trade-?offs?|simulate|reconcile|counter-?example|(?:design|plan|review|estimate|model)\s+(?:a|an|the|this|our|my|how|for|it|its|these)|(?:cheapest|best|worse|worst|safest|fastest|optimal) (?:way|option|choice|one|\w+ for)|make\w* .{0,40}\b(?:worse|faster|cheaper|safer|less than)|split (?:this|the|our)|(?:sound|correct|safe)\?)/gi

/** What is hard to think about; in routine work it is only the subject. */
export const hardTopics =
  /\b(?:race(?: condition)?s?|deadlocks?|concurren(?:t|cy)|lock-free|consisten(?:t|cy)|linearizab\w*|idempoten\w*|exactly-once|distributed|consensus|invariants?|architecture|algorithm|security|vulnerabilit\w*|threats?|exploits?|attacker|untrusted|intermittent\w*|flaky|sporadic\w*|memory leak|leaks?|regressions?|bottlenecks?|throughput|latency|failover|zero[- ]downtime|without downtime|theorem|backpressure|sharding|shards|partition\w*|drift|performance|hot path|profile)\b/gi

export const constraintWords =
  /\b(?:must(?: not)?|without|at most|at least|exactly|never|always|unless|only if|ensure|guarantee\w*|backwards?[- ]compatib\w+|within \d+|no more than|under \d+|preserv\w+|keep(?:ing)? the|do not|don't|cannot|may not|comply|compliant|while (?:still|keeping)|subject to|given these|constraints?|so that)\b/gi

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
