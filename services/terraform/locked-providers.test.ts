import { expect, test } from 'bun:test'
import { workspace } from '@nimbus/testkit'
import { lockedProviders } from './locked-providers.ts'

test('reads the versions of a lock, and none where there is no lock', async () => {
  await using place = await workspace({
    '.terraform.lock.hcl': `# Maintained by terraform init.
provider "registry.terraform.io/hashicorp/aws" {
  version     = "5.100.0"
  constraints = "~> 5.100"
  hashes = [
    "h1:edXOJWE4ORX8Fm+dpVpICzMZJat4AX0VRCAy/xkcOc0=",
  ]
}

provider "registry.opentofu.org/hashicorp/random" {
  version = "3.6.2"
}
`,
    'none/main.tf': '',
  })
  expect(await lockedProviders(place.path)).toEqual({ aws: '5.100.0', random: '3.6.2' })
  expect(await lockedProviders(`${place.path}/none`)).toEqual({})
})
