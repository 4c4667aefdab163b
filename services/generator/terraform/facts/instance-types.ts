const ordinary = ['large', 'xlarge', '2xlarge', '4xlarge', '8xlarge', '12xlarge', '16xlarge', '24xlarge']
const burstable = ['micro', 'small', 'medium', 'large', 'xlarge', '2xlarge']

/**
 * RDS instance classes for PostgreSQL, MySQL and MariaDB: families that can be created today and encrypt their storage.
 *
 * Source: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.DBInstanceClass.Support.html, checked 2026-02.
 */
export const databaseFamilies: Readonly<Record<string, readonly string[]>> = {
  t3: burstable,
  t4g: burstable,
  m5: ordinary,
  m6g: ordinary.slice(0, -1),
  m6i: [...ordinary, '32xlarge'],
  m7g: ordinary.slice(0, -1),
  m7i: [...ordinary, '48xlarge'],
  m8g: [...ordinary, '48xlarge'],
  r5: ordinary,
  r6g: ordinary.slice(0, -1),
  r6i: [...ordinary, '32xlarge'],
  r7g: ordinary.slice(0, -1),
  r7i: [...ordinary, '48xlarge'],
  r8g: [...ordinary, '48xlarge'],
}

/**
 * Families that RDS no longer creates, or that cannot encrypt, with the family to take instead.
 *
 * Source: same page and https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html, checked 2026-02.
 */
export const retiredDatabaseFamilies: Readonly<Record<string, string>> = {
  t2: 't4g',
  m1: 'm6g',
  m2: 'r6g',
  m3: 'm6g',
  m4: 'm6g',
  r3: 'r6g',
  r4: 'r6g',
}

/**
 * Gives the processor of an EC2 type, or undefined when the text is no instance type. A `g` right after the generation
 * marks Graviton (`t4g`, `m7gd`), as does the older `a1`.
 *
 * Source: https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html, checked 2026-02.
 */
export function processorOf(type: string): 'x86_64' | 'arm64' | undefined {
  const match = /^([a-z]+)(\d+)([a-z0-9-]*)\.[a-z0-9-]+$/.exec(type)
  if (match === null) return undefined
  const [, family, , attributes = ''] = match
  return family === 'a' || attributes.startsWith('g') ? 'arm64' : 'x86_64'
}

/**
 * EC2 types too small to be an EKS node: their network interfaces hold four pods, fewer than the core add-ons need.
 *
 * Source: https://github.com/awslabs/amazon-eks-ami `eni-max-pods.txt`, checked 2026-02.
 */
export const tooSmallForNodes: readonly string[] = ['nano', 'micro']
