/**
 * AWS regions that every account has or can enable, and the letters of their availability zones.
 *
 * Source: AWS General Reference, "Regions and Availability Zones" (https://docs.aws.amazon.com/global-infrastructure/
 * latest/regions/aws-regions.html), checked 2026-02. Letters are per account; where AWS gives an account fewer zones
 * than the region has, or skips a letter, the letters listed are those that accounts have in common.
 */
const zoneLetters: Readonly<Record<string, string>> = {
  'af-south-1': 'abc',
  'ap-east-1': 'abc',
  'ap-northeast-1': 'acd',
  'ap-northeast-2': 'abcd',
  'ap-northeast-3': 'abc',
  'ap-south-1': 'abc',
  'ap-south-2': 'abc',
  'ap-southeast-1': 'abc',
  'ap-southeast-2': 'abc',
  'ap-southeast-3': 'abc',
  'ap-southeast-4': 'abc',
  'ap-southeast-5': 'abc',
  'ap-southeast-7': 'abc',
  'ca-central-1': 'abd',
  'ca-west-1': 'abc',
  'eu-central-1': 'abc',
  'eu-central-2': 'abc',
  'eu-north-1': 'abc',
  'eu-south-1': 'abc',
  'eu-south-2': 'abc',
  'eu-west-1': 'abc',
  'eu-west-2': 'abc',
  'eu-west-3': 'abc',
  'il-central-1': 'abc',
  'me-central-1': 'abc',
  'me-south-1': 'abc',
  'mx-central-1': 'abc',
  'sa-east-1': 'abc',
  'us-east-1': 'abcdef',
  'us-east-2': 'abc',
  'us-west-1': 'ac',
  'us-west-2': 'abcd',
}

/** Every region name in the table, sorted. */
export const regionNames: readonly string[] = Object.keys(zoneLetters)

/** Gives the zone names of a region in order, or an empty list for a region the table does not hold. */
export function zonesOf(region: string): readonly string[] {
  return (zoneLetters[region] ?? '').split('').map((letter) => `${region}${letter}`)
}
