/** The engines the generator knows; Aurora is a cluster, another resource with other rules. */
export type Engine = 'postgres' | 'mysql' | 'mariadb'

/** What RDS offers for one engine. */
export type EngineFacts = {
  /** Major versions and the last day of their standard support, ISO dates. */
  readonly majors: Readonly<Record<string, string>>
  readonly defaultVersion: string
  /** How many leading numbers make a major version: `16`, but `8.4`. */
  readonly majorParts: 1 | 2
  /** Performance Insights is not offered on these sizes of burstable classes (t3, t4g). */
  readonly noInsightsOn: readonly string[]
}

/**
 * Engines, versions and what they support.
 *
 * Sources, checked 2026-02: RDS release calendars for PostgreSQL, MySQL and MariaDB
 * (https://docs.aws.amazon.com/AmazonRDS/latest/PostgreSQLReleaseNotes/postgresql-release-calendar.html,
 * …/UserGuide/MySQL.Concepts.VersionMgmt.html, …/UserGuide/MariaDB.Concepts.VersionMgmt.html); Performance Insights
 * by engine and class (…/UserGuide/USER_PerfInsights.Overview.Engines.html).
 */
export const engines: Readonly<Record<Engine, EngineFacts>> = {
  postgres: {
    majors: {
      '13': '2026-02-28',
      '14': '2027-02-28',
      '15': '2028-02-29',
      '16': '2029-02-28',
      '17': '2030-02-28',
    },
    defaultVersion: '17',
    majorParts: 1,
    noInsightsOn: [],
  },
  mysql: {
    majors: { '8.0': '2026-07-31', '8.4': '2029-07-31' },
    defaultVersion: '8.4',
    majorParts: 2,
    noInsightsOn: ['micro', 'small'],
  },
  mariadb: {
    majors: { '10.6': '2026-08-31', '10.11': '2028-02-29', '11.4': '2029-05-31', '11.8': '2030-06-30' },
    defaultVersion: '11.4',
    majorParts: 2,
    noInsightsOn: ['micro', 'small'],
  },
}

/**
 * The range of gp3 storage in GiB for these three engines.
 *
 * Source: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html, checked 2026-02.
 */
export const storageGiB = { min: 20, max: 65_536 } as const

/**
 * Storage autoscaling must be allowed to grow by at least this share; AWS recommends 26 %.
 *
 * Source: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.Autoscaling.html, checked 2026-02.
 */
export const smallestGrowth = 1.1

/** Gives `16` for `16.4` and `8.4` for `8.4.3`, by the engine's own counting. */
export function majorOf(engine: Engine, version: string) {
  return version.split('.').slice(0, engines[engine].majorParts).join('.')
}
