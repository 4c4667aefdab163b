/**
 * Limits every new AWS account starts with. They can be raised, so exceeding one is said, not refused.
 *
 * Source: https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html, checked 2026-02.
 */
export const quotas = { elasticAddressesPerRegion: 5, vpcsPerRegion: 5 } as const

/**
 * Sizes of address ranges that AWS accepts for a VPC and for a subnet, as prefix lengths, and the addresses of every
 * subnet that AWS keeps for itself.
 *
 * Source: https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html, checked 2026-02.
 */
export const ranges = { largest: 16, smallest: 28, reservedAddresses: 5 } as const

/**
 * Fewest zones for an EKS cluster and for a database subnet group.
 *
 * Sources: https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html and
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html, checked 2026-02.
 */
export const fewestZones = 2

/**
 * Retention periods in days that CloudWatch Logs offers.
 *
 * Source: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html, checked 2026-02.
 */
export const logRetentionDays: readonly number[] = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
]
