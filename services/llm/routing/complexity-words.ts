/**
 * The words that the features of a task are counted by. English only: a text without any of the commonest English
 * words is not judged at all.
 *
 * They follow the criteria of "Hard Prompts" of Chatbot Arena (lmsys.org, 2024-05-20) that a text can show by itself:
 * problem solving, several parts, technical accuracy.
 */

/** Work that a small model does as well as a large one, named by its verb, where a sentence gives its order. */
const routineVerbs =
  'summari[sz]e|translate|rename|reformat|format|indent|sort|list|extract|convert|classify|label|categori[sz]e|tag|' +
  'rephrase|reword|rewrite|shorten|paraphrase|proofread|spell-?check|capitali[sz]e|count|define|name|look up|print|' +
  'generate (?:a|an|some) (?:name|title|slug|uuid|password|sample)|fill in|give me (?:a|an|the|some)|show me|' +
  'write (?:a|an|the) (?:short |brief |one-line |concise )*(?:commit|changelog|title|summary|docstring|comment|subject|' +
  'description|release note|greeting|reply|tweet|caption|regex|alias)|suggest (?:a|an|some) (?:name|title)|' +
  'add (?:a |an )?(?:comment|docstring|type|label|missing)|fix (?:the |this |a |my )?(?:typo|spelling|grammar|indentation)'

export const routineOrder = new RegExp(
  `(?:^|[.!?:;\\n]\\s*|\\b(?:please|can you|could you|just|quickly)\\s+)(?:${routineVerbs})\\b`,
  'i',
)

/** A question after a fact. */
export const factQuestion =
  /(?:^|[.!?\n]\s*)(?:what(?:'s| is| are| does| do)|which|who|when|where|how many|how do (?:i|you) (?:spell|say|list|show|check|print)|is there an?|does)\b/i

export const reasoningWords =
  /\b(?:why|prove|proof|derive|root[- ]cause|trade-?offs?|architect(?:ure)?|design|race(?: condition)?s?|deadlocks?|concurren(?:t|cy)|lock-free|consisten(?:t|cy)|linearizab\w*|idempoten\w*|distributed|consensus|optimi[sz]e|optimal|complexity|algorithm|invariants?|reason about|investigate|diagnose|debug|analy[sz]e|evaluate|compare|assess|critique|vulnerabilit\w*|threat|exploit\w*|security review|audit|refactor|migrat\w+|re-?architect|restructure|strategy|plan|decide|justify|implications?|intermittent\w*|flaky|sporadic\w*|memory leak|leaks?|regression|bottlenecks?|failover|rollback|zero[- ]downtime|formal\w*|theorem|contradiction|counter-?example|simulate|estimate|forecast|reconcile|backpressure|sharding|partition\w*)\b/gi

export const constraintWords =
  /\b(?:must(?: not)?|without|at most|at least|exactly|never|always|unless|only if|ensure|guarantee\w*|backwards?[- ]compatib\w+|within \d+|no more than|under \d+|preserv\w+|keep(?:ing)? the|do not|don't|cannot|comply|compliant|while (?:still|keeping)|subject to)\b/gi

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
