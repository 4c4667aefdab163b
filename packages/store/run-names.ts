/**
 * Runs by their ids. `run_names` has the id of every run; asking the table itself would go through all of it, except
 * among the runs that began (`owner IS NOT NULL`).
 */

/** A condition that only the run of an id meets, which is the parameter. */
export const hasId = 'n = (SELECT n FROM run_names WHERE id = ? LIMIT 1)'

/** From where runs are taken whose numbers a query finds, as `found`: a tenant has many more than that. */
export const amongFound = (query: string): string => `(${query}) AS wanted CROSS JOIN runs WHERE n = found`

/** The numbers of the runs whose ids lie between two. */
export const between = 'SELECT n AS found FROM run_names WHERE id >= ? AND id < ?'

/** The numbers of a run that no other called, and of all that it led to; its id is every parameter. */
export const ofRoot = `SELECT n AS found FROM run_names WHERE id = ?
  UNION ALL SELECT n FROM runs WHERE root = ? AND root <> id`
