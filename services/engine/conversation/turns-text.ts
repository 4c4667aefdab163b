/** How long a conversation is, for a column of them. */
export const turnsText = (turns: number): string => `${String(turns).padStart(3)} turn${turns === 1 ? ' ' : 's'}`
