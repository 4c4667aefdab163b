/** How people speak of files whose name begins with a dot. */
export const hiddenWords: readonly string[] = [
  'hidden',
  'dotfiles',
  'dot files',
  'hidden files',
  'begin with a dot',
  'begins with a dot',
  'start with a dot',
  'starting with a dot',
  'beginning with a dot',
  'leading dot',
  'dot-files',
  'dotted files',
  'invisible files',
]
