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

/** What backends are told, by the names that their blocks give it (Terraform's own: s3, gcs, azurerm). */
const ofBackend = /^(?:bucket|key|region|prefix|dynamodb_table|container_name|storage_account_name)$/

/** What a backend is told, said apart: `backend bucket acme-tfstate`, `the backend bucket is acme-tfstate`. */
const readBackend: Reader = (at, { tokens }) => {
  const token = tokens[at]
  if (tokens[at - 1]?.word !== 'backend' || !token || !ofBackend.test(token.word)) return undefined
  const to = setting.test(tokens[at + 1]?.text ?? '') ? at + 2 : at + 1
  const value = tokens[to]
  return value && ['name', 'path', 'region', 'quoted'].includes(value.kind)
    ? { value: `${token.word}=${value.text}`, from: at, to: to + 1, exact: true }
    : undefined
}

/** A value with the name it is for: `bucket=state`. */
export const readAssignment: Reader = (at, context) => {
  const token = context.tokens[at]
  const said = readSetting(at, context) ?? readBackend(at, context)
  if (said) return said
  return token && /^[\w.-]+=\S+$/.test(token.text) ? one(token.text.replace(/^var\.(?=[\w-]+=)/, ''), at) : undefined
}
