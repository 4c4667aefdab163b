/** What a piece of a request looks like, before anybody knows what it means. */
export type TokenKind =
  | 'word'
  | 'quoted'
  | 'number'
  | 'span'
  | 'date'
  | 'cidr'
  | 'prefix-size'
  | 'region'
  | 'record'
  | 'uuid'
  | 'sha'
  | 'account'
  | 'stash'
  | 'address'
  | 'path'
  | 'glob'
  | 'flag'
  | 'operation'
  | 'name'
  | 'mark'

/** A piece of a request. */
export interface Token {
  kind: TokenKind
  /** As it was written; of a quotation what is inside. */
  text: string
  /** In small letters, spelling corrected. */
  word: string
  /** What words of one family share: `validates`, `validating`. */
  stem: string
  /** The spelling that was corrected. */
  typo?: string
  /** Places in the request. */
  start: number
  end: number
}

/** Pieces as they were said. */
export const textOf = (tokens: readonly Token[]): string =>
  tokens
    .map(({ text }) => text)
    .filter(Boolean)
    .join(' ')

/** A piece that names an operation, in place of another one. */
export const operationToken = (id: string, { start, end }: Token): Token => ({
  kind: 'operation',
  text: id,
  word: id,
  stem: id,
  start,
  end,
})
