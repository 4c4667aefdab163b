import { nearest } from '@nimbus/kernel/define'
import { engines, majorOf, smallestGrowth, storageGiB } from '../facts/database-engines.ts'
import { databaseFamilies, retiredDatabaseFamilies } from '../facts/instance-types.ts'
import { fewestZones } from '../facts/quotas.ts'
import type { Spec } from '../spec/schema.ts'
import { refuseZones } from './cluster.ts'
import type { Setting } from './setting.ts'
import type { Database, Network } from './stack.ts'

type Rds = Exclude<NonNullable<Spec['components']['rds']>, true>

/** Gives an environment's database; refuses what RDS would, and adapts and says what it would quietly leave out. */
export function resolveDatabase(setting: Setting, network: Network | undefined): Database {
  const rds = setting.component('rds') as Rds
  const careful = setting.care !== 'dev'
  const engine = rds.engine ?? 'postgres'
  const instance = rds.instance ?? 'db.t4g.medium'
  const storage = rds.storage ?? 50

  checkVersion(setting, engine, rds.version ?? engines[engine].defaultVersion)
  checkInstance(setting, instance)
  if (network && network.zones.length < fewestZones) {
    refuseZones(setting, 'rds', 'RDS refuses a subnet group that covers fewer than two zones')
  }
  return {
    engine,
    version: rds.version ?? engines[engine].defaultVersion,
    instance,
    storage,
    maxStorage: maxStorage(setting, storage, rds.maxStorage),
    multiZone: rds.multiZone ?? careful,
    deletionProtection: rds.deletionProtection ?? careful,
    backupDays: rds.backupDays ?? (careful ? 14 : 7),
    performanceInsights: insights(setting, engine, instance),
  }
}

function checkVersion(setting: Setting, engine: Database['engine'], version: string) {
  const { majors, defaultVersion, majorParts } = engines[engine]
  const path = setting.place('components', 'rds', 'version')
  const message = `components.rds.version: ${version} cannot be used`
  const next = `use "${defaultVersion}", or another of ${Object.keys(majors).join(', ')}`
  const complete = /^\d+(\.\d+)*$/.test(version) && version.split('.').length >= majorParts
  if (!complete) {
    const why =
      majorParts === 1
        ? `a version of ${engine} is like 16 or 16.4`
        : `a version of ${engine} is like ${defaultVersion}`
    setting.refuse({ path, message, why, next })
    return
  }
  const major = majorOf(engine, version)
  const until = majors[major]
  const newest = Object.keys(majors).at(-1) ?? ''
  if (until === undefined && compareVersions(major, newest) > 0) {
    setting.note(`${engine} ${version} is newer than the table of versions (checked 2026-02): not checked`)
  } else if (until === undefined) {
    setting.refuse({ path, message, why: `RDS offers no ${engine} ${major} for new databases`, next })
  } else if (until < setting.today) {
    setting.note(
      `${engine} ${major}: standard support ended on ${until}; AWS charges extra for every vCPU-hour, or upgrades it by itself`,
    )
  }
}

function compareVersions(a: string, b: string) {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number))
  for (let index = 0; index < 2; index++) {
    const difference = (left?.[index] ?? 0) - (right?.[index] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

function checkInstance(setting: Setting, instance: string) {
  const path = setting.place('components', 'rds', 'instance')
  const message = `components.rds.instance: ${instance} cannot be used`
  const [prefix, family = '', size = ''] = instance.split('.')
  if (prefix !== 'db' || size === '') {
    const next = databaseFamilies[prefix ?? ''] ? `did you mean db.${instance}?` : 'use a class such as db.t4g.medium'
    setting.refuse({ path, message, why: 'a database class is db.family.size', next })
    return
  }
  const successor = retiredDatabaseFamilies[family]
  if (successor) {
    const why = `RDS no longer creates db.${family} instances, or cannot encrypt them`
    setting.refuse({ path, message, why, next: `use db.${successor}.${size}` })
    return
  }
  const sizes = databaseFamilies[family]
  if (sizes === undefined) {
    const families = Object.keys(databaseFamilies)
    const right = nearest(family, families)
    const next = right ? `did you mean db.${right}.${size}?` : `use one of db.${families.join(', db.')}`
    setting.refuse({ path, message, why: `there is no family db.${family} for this engine`, next })
  } else if (!sizes.includes(size)) {
    const right = nearest(size, sizes)
    const next = right ? `did you mean db.${family}.${right}?` : `use one of ${sizes.join(', ')}`
    setting.refuse({ path, message, why: `db.${family} has the sizes ${sizes.join(', ')}`, next })
  }
}

function maxStorage(setting: Setting, storage: number, asked: number | undefined) {
  const { min, max } = storageGiB
  if (storage < min || storage > max) {
    setting.refuse({
      path: setting.place('components', 'rds', 'storage'),
      message: `components.rds.storage: ${storage} GiB cannot be used`,
      why: `gp3 storage of RDS has ${min} to ${max} GiB`,
      next: `use ${storage < min ? min : max}`,
    })
    return 0
  }
  const smallest = Math.ceil(storage * smallestGrowth)
  if (asked !== undefined && asked !== 0 && (asked < smallest || asked > max)) {
    setting.refuse({
      path: setting.place('components', 'rds', 'maxStorage'),
      message: `components.rds.maxStorage: ${asked} GiB cannot be used`,
      why: `storage autoscaling wants 10 % more than the storage, and RDS at most ${max} GiB`,
      next: `use ${smallest} or more, or 0 for storage that does not grow`,
    })
    return 0
  }
  if (asked !== undefined) return asked
  const doubled = Math.min(storage * 2, max)
  if (doubled >= smallest) return doubled
  setting.note(
    `${setting.environment}: ${storage} GiB leaves too little below ${max} GiB for storage to grow by itself`,
  )
  return 0
}

function insights(setting: Setting, engine: Database['engine'], instance: string) {
  const [, family = '', size = ''] = instance.split('.')
  const absent = family.startsWith('t') && engines[engine].noInsightsOn.includes(size)
  if (absent) setting.note(`${setting.environment}: ${instance} has no Performance Insights for ${engine}; left off`)
  return !absent
}
