import { type ErrorData, NimbusError } from '@nimbus/kernel'

/** The error data of a call that must fail. */
export const failure = async (work: Promise<unknown>): Promise<ErrorData> => {
  try {
    await work
  } catch (thrown) {
    if (thrown instanceof NimbusError) return thrown.data
    throw thrown
  }
  throw new Error('it succeeded and should have failed')
}
