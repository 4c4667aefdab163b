/** In place of the name of a service: a bare `/stream` takes what any service here takes. */
export const everyService = '*'
