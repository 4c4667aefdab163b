/** A file that `terraform fmt` would write differently. */
export interface Reformatted {
  /** Relative to the directory that was formatted. */
  file: string
  /** A unified diff. */
  diff: string
}

/** What `terraform fmt -diff -list=false -write=false` printed: one unified diff a file, between `old/` and `new/`. */
export const parseFmtDiff = (stdout: string): Reformatted[] =>
  stdout
    .split(/^(?=--- old\/)/m)
    .filter((part) => part.startsWith('--- old/'))
    .map((diff) => ({ file: /^--- old\/(.*?)\t?$/m.exec(diff)?.[1] ?? '', diff }))
