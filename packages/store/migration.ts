import type { Expression, Kysely, RawBuilder } from 'kysely'

/** Column types by what they mean, because the two databases name them differently. */
export interface Types {
  dialect: 'sqlite' | 'postgres'
  /** Text compared byte by byte, so that both databases sort and range over it alike. */
  text: RawBuilder<unknown>
  integer: Expression<unknown>
  bytes: Expression<unknown>
  /** A primary key that counts upwards. */
  counter: Expression<unknown>
}

/** One step forward; there is no way back. A released migration is never edited. */
export interface Migration {
  name: string
  up(db: Kysely<unknown>, types: Types): Promise<void>
}
