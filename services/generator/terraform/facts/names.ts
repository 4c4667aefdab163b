/** Longest name of a stack: leaves room for an environment, a bucket and an account number in 63 characters. */
export const longestName = 28

/** Longest name of an environment. */
export const longestEnvironment = 16

/**
 * Longest bucket name.
 *
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html, checked 2026-02.
 */
export const longestBucket = 63

/**
 * Beginnings that S3 keeps for itself; a bucket's name starts with the name of the stack.
 *
 * Source: as above.
 */
const reservedBucketPrefixes = ['xn-', 'sthree-', 'amzn-s3-demo-']

const oneRule = 'RDS asks for it, and every name follows one rule'

/**
 * Says why a name cannot be used for everything that is built from it, or undefined when it can.
 *
 * The narrowest rules decide: RDS identifiers (a letter first, no two dashes together, none at the end:
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html) and bucket names (lower case, no
 * underscore), checked 2026-02.
 */
export function refusedName(name: string, longest: number): string | undefined {
  if (name.length > longest) {
    return `it has ${name.length} characters; ${longest} leave room for what AWS names are built from`
  }
  if (!/^[a-z]/.test(name)) return `a name starts with a lower-case letter: ${oneRule}`
  const stranger = /[^a-z0-9-]/.exec(name)
  if (stranger) return `bucket and database names hold lower-case letters, digits and dashes, not "${stranger[0]}"`
  if (name.includes('--') || name.endsWith('-')) {
    return `a name has no two dashes together and none at its end: ${oneRule}`
  }
  const reserved = reservedBucketPrefixes.find((prefix) => `${name}-`.startsWith(prefix))
  if (reserved) return `S3 keeps bucket names that begin with ${reserved} for itself`
  return undefined
}

/** Gives the nearest name that the rules accept: `My_Shop` becomes `my-shop`. */
export function acceptableName(name: string, longest: number) {
  const plain = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .slice(0, longest)
    .replace(/-+$/, '')
  return plain === '' ? 'shop' : plain
}
