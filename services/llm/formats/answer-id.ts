/** An id for an answer that was given in another format than it is told in. */
export const randomId = (prefix: string): string => `${prefix}${crypto.randomUUID().replaceAll('-', '')}`
