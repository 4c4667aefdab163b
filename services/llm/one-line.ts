/** A text of others as one line: a second line of theirs could pass as ours. */
export const oneLine = (text: string): string => text.replaceAll('\n', '⏎')
