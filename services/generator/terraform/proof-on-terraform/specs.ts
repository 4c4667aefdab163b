const head = 'name: shop\nregion: eu-central-1\n'

/** Specs that between them use every component, every setting and every combination that changes a file. */
export const specs: Readonly<Record<string, string>> = {
  'a network': `${head}components: { vpc: true }`,
  'a network without a way out': `${head}zones: 1\ncomponents: { vpc: { nat: none } }`,
  'a network with a gateway in each zone': `${head}zones: 3\ncomponents: { vpc: { nat: per-zone } }`,
  'buckets alone': `${head}components: { s3: true }`,
  'buckets that archive and expire': `${head}components: { s3: [ { name: a, versioning: false, lifecycle: { archiveAfterDays: 30, expireAfterDays: 400 } }, { name: b2 } ] }`,
  'network and buckets': `${head}components: { vpc: true, s3: [ { name: assets } ] }`,
  'a cluster': `${head}components: { eks: true }`,
  'a cluster on Graviton': `${head}components: { eks: { version: "1.34", nodes: { type: m7g.xlarge, min: 0, max: 1, disk: 200 } } }`,
  'a cluster with admins and an open API': `${head}components: { eks: { publicAccess: [203.0.113.0/24], admins: ["arn:aws:iam::123456789012:role/Admin"] } }`,
  'a cluster and buckets': `${head}components: { eks: true, s3: true }`,
  PostgreSQL: `${head}components: { rds: { version: "16.4" } }`,
  MySQL: `${head}components: { rds: { engine: mysql, instance: db.t4g.micro } }`,
  MariaDB: `${head}components: { rds: { engine: mariadb, version: "10.11", storage: 20, maxStorage: 0 } }`,
  'a large database': `${head}components: { rds: { instance: db.r6g.4xlarge, storage: 65536, backupDays: 35 } }`,
  'a database and a cluster': `${head}components: { rds: true, eks: true }`,
  'a database and buckets': `${head}components: { rds: true, s3: true }`,
  everything: `${head}zones: 3\nenvironments: [dev, staging, production]\ncomponents: { vpc: true, eks: true, rds: true, s3: true }`,
  'shared state and known accounts': `${head}state: { bucket: shop-tfstate, region: eu-west-1 }\naccount: "012345678901"\ncomponents: { vpc: true }`,
  'an environment of its own kind': `${head}environments: { dev: { zones: 2 }, production: { zones: 3, logRetentionDays: 90, components: { rds: { instance: db.r6g.large } } } }\ncomponents: { rds: true }`,
  'tags with strange characters': `${head}tags: { "cost center": "größe + 1 = 2/3 @ home", owner: "Zoë.Ångström_1:2" }\ncomponents: { s3: true }`,
  'six zones': 'name: wide\nregion: us-east-1\nzones: 6\ncomponents: { vpc: { cidr: 10.0.0.0/16 } }',
  'the smallest network':
    'name: tiny\nregion: eu-west-1\nzones: 1\ncomponents: { vpc: { cidr: 192.168.0.0/26, nat: none } }',
  'four zones in a small range':
    'name: tight\nregion: us-west-2\nzones: 4\ncomponents: { vpc: { cidr: 100.64.0.0/24 } }',
}
