import { allDetectors } from '../detectors/detectors.ts'

/** The order of sections in the project file: what plans ask for first, then what is there. */
export const sectionOrder = [
  'name',
  'region',
  'regions',
  'environments',
  'conventions',
  'repository',
  'languages',
  'frameworks',
  'package_managers',
  'containers',
  'kubernetes',
  'helm',
  'terraform',
  'ci',
  'clouds',
  'clusters',
] as const

const concluded: Readonly<Record<string, string>> = {
  region: 'Where things go when a plan does not say. Absent unless all of the code agrees: set it to decide.',
  regions: 'Regions that the code names. With more than one a plan asks.',
}

/** The line above a section. */
export const aboutSection = (section: string): string | undefined =>
  concluded[section] ?? allDetectors.find((detector) => detector.section === section)?.about

/** Sections about the machine of whoever ran the scan: another one having fewer things is no reason to remove them. */
export const machineSections: ReadonlySet<string> = new Set(
  allDetectors.filter(({ of }) => of === 'machine').map(({ section }) => section),
)
