import { one, type Reader } from './reading.ts'

/** Words between the name of a variable and what it is: `instance_count is 4`. */
const setting = /^(?:=|is|to|at|as|of|equal|equals|:)$/

/** Words behind which a variable is named. */
const variable = /^(?:variables?|vars?)$/

/** A variable and what it is to be, said apart: `with instance_count = 4`, `the variable zones to 3`. */
const readSetting: Reader = (at, { tokens }) => {
  const token = tokens[at]
  const named = variable.test(tokens[at - 1]?.word ?? '')
  const isName = token?.kind === 'name' && /^[a-z]+(?:_[a-z0-9]+)+$/.test(token.text)
  if (!token || !(isName || (named && ['name', 'word'].includes(token.kind)))) return undefined
  let to = at + 1
  while (to < at + 3 && setting.test(tokens[to]?.text ?? '')) to++
  const value = tokens[to]
  const isValue = value && ['number', 'region', 'quoted', 'cidr', 'name'].includes(value.kind)
  if (!isValue || (to === at + 1 && value.kind === 'name')) return undefined
  return { value: `${token.text}=${value.text}`, from: at, to: to + 1, exact: true }
}

/** A value with the name it is for: `bucket=state`. */
export const readAssignment: Reader = (at, context) => {
  const token = context.tokens[at]
  const said = readSetting(at, context)
  if (said) return said
  return token && /^[\w.-]+=\S+$/.test(token.text) ? one(token.text.replace(/^var\.(?=[\w-]+=)/, ''), at) : undefined
}
