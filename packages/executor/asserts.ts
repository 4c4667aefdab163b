import { canonicalJson, type Finding, type PlanStep, redacted, unkeptMark } from '@nimbus/kernel'
import { atPointer } from './resolve-references.ts'

/** What says that a result is, or is not, what the plan said it would be. */
export const assertedCode = 'asserted'

const isMasked = (found: unknown): boolean => {
  const text = canonicalJson(found)
  return text.includes(redacted) || text.includes(unkeptMark)
}

/**
 * What the plan said a result would be, held against what it is. A place that is not there, or of which only the mask is
 * left, is unknown, not wrong.
 */
export const asserted = ({ asserts = [] }: PlanStep, data: unknown): Finding[] =>
  asserts.map(({ pointer, equals }): Finding => {
    const found = atPointer(data, pointer)
    const said = `${pointer} is to be ${canonicalJson(equals)}`
    if (found === undefined || isMasked(found))
      return { status: 'unknown', code: assertedCode, message: `${said}, and is not told` }
    const same = canonicalJson(found) === canonicalJson(equals)
    const message = same ? said : `${said}, and is ${canonicalJson(found)}`
    return { status: same ? 'pass' : 'fail', code: assertedCode, message }
  })
