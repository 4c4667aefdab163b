/** Bytes of a body with images; what the APIs of the providers take as well. */
export const imageBodyLimit = 32 * 1024 * 1024
