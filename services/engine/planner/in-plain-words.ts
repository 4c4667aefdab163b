import { withoutCourtesies } from './clauses/courtesies.ts'
import { asSpoken } from './clauses/laid-out.ts'
import { undictated } from './tokens/dictated.ts'

/** A request as the rules read it: signs that were said aloud are written, layout and courtesies are gone. */
export const inPlainWords = (request: string): string => withoutCourtesies(asSpoken(undictated(request)))
