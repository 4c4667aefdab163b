import { expanded, namesVariable } from './expand.ts'
import { dotted, isMap, type Path, type PathProblem } from './problem.ts'
import type { Source } from './source.ts'

/** Data with its variables filled in, what is wrong with them, and where values come from variables. */
export interface Expanded {
  value: unknown
  problems: PathProblem[]
}

// What was written without quotes is what YAML makes of it, also when it came from a variable.
const typed = (text: string): unknown => {
  if (/^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(text)) return Number(text)
  return text === 'true' ? true : text === 'false' ? false : text
}

/** Fills in the variables of every text in a file; keys stay as they are. */
export const expandValues = (source: Source, lookUp: (name: string) => string | undefined): Expanded => {
  const problems: PathProblem[] = []
  const filledIn = (text: string, path: Path): unknown => {
    if (!text.includes('${')) return text
    const result = expanded(text, lookUp)
    if ('value' in result) return namesVariable(text) && source.isPlain(path) ? typed(result.value) : result.value
    const { problem } = result
    if ('missing' in problem) {
      const { missing } = problem
      problems.push({
        path,
        message: `${dotted(path)}: the variable ${missing} is not set`,
        why: `the value is \${${missing}}`,
        next: `set it, or write \${${missing}:-default}`,
      })
    } else
      problems.push({
        path,
        message: `${dotted(path)}: this is no variable`,
        why: '${ begins a name of letters, digits and _, and ends with }',
        next: 'write ${NAME} or ${NAME:-default}; for the characters themselves write $${',
      })
    return undefined
  }
  const walk = (value: unknown, path: Path): unknown => {
    if (typeof value === 'string') return filledIn(value, path)
    if (Array.isArray(value)) return value.map((each, index) => walk(each, [...path, index]))
    if (!isMap(value)) return value
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, walk(each, [...path, key])]))
  }
  return { value: walk(source.value, []), problems }
}
