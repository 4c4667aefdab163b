/** Blocks that say nothing of how a directory is set up; written as `terraform fmt` writes them, from the first column. */
const opening = /^(resource|data|output|moved|import|removed|check|ephemeral)\b.*\{\s*$/

/**
 * A text of Terraform with the blocks of resources left empty, on the same lines: parsing them takes most of the time,
 * and only the set-up is wanted.
 *
 * Where a heredoc or a long comment could look like the end of a block, and where a block is not written from the first
 * column, the text stays whole.
 */
export const setUpText = (text: string): string => {
  if (text.includes('<<') || text.includes('/*')) return text
  let isInside = false
  const lines = text.split('\n').map((line) => {
    if (isInside) {
      isInside = !/^\}\s*$/.test(line)
      return ''
    }
    isInside = opening.test(line)
    return isInside ? '' : line
  })
  return isInside ? text : lines.join('\n')
}
