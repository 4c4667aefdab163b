import { Directory, z } from '@nimbus/kernel/define'

/** Where to work. */
export const directory = Directory.default('.').describe('The repository, or a directory in it')

// A leading dash would be an option; control characters are in no name that git accepts.
const plain = /^[^-\p{Cc}][^\p{Cc}]*$/u

/** A commit by any name git knows: a branch, a tag, an id, `HEAD~2`. */
export const Revision = z.string().max(250).regex(plain, 'takes a branch, a tag, an id or an expression like HEAD~2')

/** The name of a local branch; git itself checks the rest of its rules. */
export const BranchName = z.string().max(250).regex(plain, 'takes the name of a branch')

/** The full id of a commit, for expectations that an undo carries. */
export const CommitId = z.string().regex(/^([0-9a-f]{40}|[0-9a-f]{64})$/, 'takes the whole id of a commit')

/** Files of a repository as words: not followed through links, because the link itself is what git keeps. */
export const paths = z.array(z.string().min(1).max(4096))

/** What happened to a file. */
export const ChangeKind = z.enum(['added', 'modified', 'deleted', 'renamed', 'copied', 'type', 'conflict'])

/** One of {@link ChangeKind}. */
export type ChangeKind = z.infer<typeof ChangeKind>

/** A changed file as results list it. */
export const ChangedFile = z.object({
  path: z.string().describe('From the top of the repository'),
  change: ChangeKind,
  from: z.string().optional().describe('Where it was before, when it was renamed or copied'),
})
