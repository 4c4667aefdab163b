import type { Detector } from '../project/facts.ts'
import { ci } from './ci.ts'
import { clouds } from './clouds.ts'
import { clusters } from './clusters.ts'
import { containers } from './containers.ts'
import { conventions } from './conventions.ts'
import { environments } from './environments.ts'
import { frameworks } from './frameworks.ts'
import { helm } from './helm.ts'
import { kubernetes } from './kubernetes.ts'
import { languages } from './languages.ts'
import { directoryName, names } from './names.ts'
import { packageManagers } from './package-managers.ts'
import { repository } from './repository.ts'
import { terraform } from './terraform.ts'

/**
 * All detectors. Of evidence for a name the first counts, so manifests go before the repository and it before the
 * directory; and what takes longest is last, so that it is what a time limit leaves out.
 */
export const allDetectors: readonly Detector[] = [
  names,
  repository,
  directoryName,
  environments,
  conventions,
  ci,
  containers,
  helm,
  terraform,
  kubernetes,
  packageManagers,
  frameworks,
  clouds,
  clusters,
  languages,
]

/** Those that say what a plan has to know, without counting lines or looking outside of the workspace. */
export const planDetectors: readonly Detector[] = allDetectors.filter(
  ({ of, section }) => of === 'project' && section !== 'languages',
)
