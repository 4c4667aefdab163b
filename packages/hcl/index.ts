export { constant, emptyScope, evaluate, type Scope } from './constant/evaluate.ts'
export {
  type Constant,
  type Evaluated,
  type EvaluatedObject,
  firstUnknown,
  isHuge,
  isKnown,
  isList,
  isObject,
  type Known,
  scalarText,
  Unknown,
} from './constant/value.ts'
export { insertBlock, removeAttribute, setAttribute } from './edit/edit.ts'
export { loadHcl, maxLength, type ParseHcl } from './parse/parse.ts'
export type * from './parse/tree.ts'
export {
  type Attribute,
  attribute,
  type Blank,
  type Block,
  blank,
  block,
  type Call,
  type Comment,
  call,
  comment,
  type Entries,
  entries,
  type Heredoc,
  heredoc,
  type Item,
  type Raw,
  raw,
  type Template,
  template,
  type Value,
} from './print/document.ts'
export { printHcl } from './print/print.ts'
export { escapeTemplate } from './print/string.ts'
