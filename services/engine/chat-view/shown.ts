import { visible } from '@nimbus/view'

/**
 * A text as a terminal shows it: what is invisible written out, and tabs as spaces, because how wide a tab is only the
 * terminal knows.
 */
export const shown = (text: string): string => visible(text).replaceAll('\t', '  ')
