import { expect, test } from 'bun:test'
import { join } from 'node:path'
import { ground } from '../testing.ts'
import { clouds } from './clouds.ts'
import { clusters } from './clusters.ts'

const secret = 'never-to-be-read'

const home = {
  '.aws/config': `[default]\nregion = eu-west-1\naws_secret_access_key = ${secret}\n\n[profile "shop prod"]\nsso_account_id = 123456789012\nregion=us-east-1 # for now\n[profile bare]\n[sso-session x]\nsso_region = us-east-1\n`,
  '.aws/credentials': `[leaked]\naws_secret_access_key = ${secret}\n`,
  '.config/gcloud/configurations/config_default': `[core]\naccount = me@example.com\nproject = shop-dev\n[compute]\nregion = europe-west3\n`,
  '.config/gcloud/credentials.db': secret,
  '.azure/azureProfile.json': `\uFEFF{"subscriptions":[{"id":"${secret}","name":"Shop","state":"Enabled","user":{"name":"me@example.com"}}]}`,
  '.kube/config': `contexts:\n- name: shop-dev\n  context: { cluster: dev, user: me, namespace: shop }\n- name: bare\n  context: { user: me }\nusers:\n- name: me\n  user: { token: ${secret} }\n`,
}

test('of cloud profiles names, regions and projects are told, and nothing else', async () => {
  await using place = await ground(home)
  const { ctx, tree } = await place.look()
  const found = await clouds.find({ tree, ctx: { ...ctx, env: { HOME: place.path } } })
  expect(found.facts).toEqual({
    aws: { bare: {}, default: { region: 'eu-west-1' }, 'shop prod': { region: 'us-east-1' } },
    azure: { Shop: {} },
    gcloud: { default: { project: 'shop-dev', region: 'europe-west3' } },
  })
  expect(JSON.stringify(found)).not.toContain(secret)
  expect(JSON.stringify(found)).not.toContain('me@example.com')
})

test('of kubectl contexts name, cluster and namespace are told, and nothing else', async () => {
  await using place = await ground({
    ...home,
    other: 'contexts:\n- { name: shop-dev, context: { cluster: second } }\n',
  })
  const { ctx, tree } = await place.look()
  const KUBECONFIG = [join(place.path, '.kube/config'), join(place.path, 'other'), ''].join(':')
  const found = await clusters.find({ tree, ctx: { ...ctx, env: { KUBECONFIG } } })
  expect(found.facts).toEqual({ bare: {}, 'shop-dev': { cluster: 'dev', namespace: 'shop' } })
  expect(JSON.stringify(found)).not.toContain(secret)
})

test('where there is nothing, or what is there is broken, nothing is said', async () => {
  await using place = await ground({ '.kube/config': '[', '.azure/azureProfile.json': '{', '.aws/config': '= =\n[' })
  const { ctx, tree } = await place.look()
  for (const env of [{}, { HOME: place.path }, { HOME: join(place.path, 'absent') }]) {
    expect(await clouds.find({ tree, ctx: { ...ctx, env } })).toEqual({})
    expect(await clusters.find({ tree, ctx: { ...ctx, env } })).toEqual({})
  }
})
