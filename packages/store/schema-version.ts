/** The schema this code reads and writes; migrations bring a database up to it. */
export const schemaVersion = 9

/** Marks a SQLite file as ours (`NIMB`); https://www.sqlite.org/fileformat.html#application_id */
export const applicationId = 0x4e494d42

/** PostgreSQL's advisory lock under which one process migrates while others wait. */
export const migrationLock = 0x4e494d42
