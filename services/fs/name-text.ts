/** A name in a line for a person: one that holds a line break would otherwise pose as a line of ours. */
export const nameText = (name: string): string => name.replaceAll(/[\r\n]/g, '⏎')
