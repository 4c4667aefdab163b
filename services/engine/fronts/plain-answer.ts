import { type Envelope, type ErrorData, type FrontAnswer, invalid } from '@nimbus/kernel/define'

/** The fields of a body; one that is no object has none. */
export const fieldsOf = (body: unknown): Readonly<Record<string, unknown>> =>
  typeof body === 'object' && body !== null && !Array.isArray(body) ? { ...body } : {}

/** The one of several names under which a body gives a thing; undefined where it gives none. Raises when it gives two. */
export const givenAs = <Name extends string>(
  names: readonly Name[],
  fields: Readonly<Record<string, unknown>>,
): Name | undefined => {
  const [name, other] = names.filter((each) => fields[each] !== undefined)
  if (other !== undefined)
    throw invalid('invalid-input', `${name} and ${other}: both are given`, { at: other, next: 'leave one of them out' })
  return name
}

/** An error in the shape of these routes. */
export const fault = ({ code, message, at, why, next }: ErrorData, status: number): FrontAnswer => ({
  status,
  body: { error: message, code, ...(at && { at }), ...(why && { why }), ...(next && { next }) },
})

/** What a call gave, without an envelope around it; an error has the status that it has everywhere. */
export const plainAnswer = ({ error, data }: Envelope, status: number): FrontAnswer =>
  error ? fault(error, status) : { status, body: data }
