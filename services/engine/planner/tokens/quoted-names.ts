/** Words behind which a quotation is a text, whatever it names: `the message "README.md"`, `mentions "eu-west-1"`. */
const dictating =
  /(?<!\p{L})(?:texts?|contents?|words?|strings?|phrase|pattern|regex|expression|literal|message|msg|title|reason|note|comment|prompt|saying|says?|said|reads|mention(?:s|ed|ing)?|contain(?:s|ed|ing)?|having|(?:which|that|who|commits?|runs?|files?|artifacts?) (?:has|have)|write|append|insert|echo|ask|tell|commit\p{L}* .* as)(?:\s+(?:the|a|an|only|just|it|this|that))?\s*[:=]?\s*$/iu

/** What looks for a text looks for every quotation of its clause. */
const searching =
  /(?<!\p{L})(?:search\p{L}*|grep|find|look(?:ing)? for|hits?|match\p{L}*|occurrences?|scan|where (?:do|does|is|are))(?!\p{L})(?:(?![.;]\s|\n|\bthen\b).)*$/iu

/** Words behind which a quotation names a thing or a place, also where something is looked for. */
const naming =
  /(?<!\p{L})(?:in|inside|within|under|from|into|files?|folder|director(?:y|ies)|dir|branch(?:es)?|environment|env|region|agent|tool|model|module|root|stack|called|named)(?:\s+the)?\s*:?\s*$/iu

/** Whether a quotation that stands behind `before` is a text, and not the name of what it names. */
export const isDictated = (before: string): boolean =>
  dictating.test(before) || (searching.test(before) && !naming.test(before))

/** Whether a word that stands behind `before` in quotation marks says what something is to be called. */
export const isLabel = (before: string): boolean =>
  /(?<!\p{L})(?:commit|stash|called|named|names?(?: is)?|call (?:it|them|this|the \p{L}+)|titled)\s*:?\s*$/iu.test(
    before,
  )
