/** What is said of a path that has gone, or was never there: nothing. Anything else that goes wrong is raised. */
export const absentAsUndefined = (error: NodeJS.ErrnoException): undefined => {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined
  throw error
}
