/** The last days of a Kubernetes version on EKS, ISO dates. */
export type KubernetesSupport = { readonly standardUntil: string; readonly extendedUntil: string }

/**
 * Kubernetes versions on EKS.
 *
 * Source: Amazon EKS release calendar (https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html),
 * by way of https://endoflife.date/amazon-eks, read 2026-02-14. A newer version than the last one here is passed on
 * unchecked, and said.
 */
export const kubernetesVersions: Readonly<Record<string, KubernetesSupport>> = {
  '1.29': { standardUntil: '2025-03-23', extendedUntil: '2026-03-23' },
  '1.30': { standardUntil: '2025-07-23', extendedUntil: '2026-07-23' },
  '1.31': { standardUntil: '2025-11-26', extendedUntil: '2026-11-26' },
  '1.32': { standardUntil: '2026-03-23', extendedUntil: '2027-03-23' },
  '1.33': { standardUntil: '2026-07-29', extendedUntil: '2027-07-29' },
  '1.34': { standardUntil: '2026-12-02', extendedUntil: '2027-12-02' },
  '1.35': { standardUntil: '2027-03-27', extendedUntil: '2028-03-27' },
}

/** When the table above was last compared with its source. */
export const kubernetesVersionsRead = '2026-02-14'

/** The version a spec that names none gets: the newest in the table. */
export const defaultKubernetesVersion = '1.35'
