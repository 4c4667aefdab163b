import { describe, expect, test } from 'bun:test'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { failure, type TestWorkspace, workspace } from '@nimbus/testkit'

const spec = (more = '', components = 'vpc: true') =>
  `name: shop\nregion: eu-central-1\n${more}components: { ${components} }\n`
const main = 'demo/envs/dev/main.tf'

/** No terraform on PATH: what is proven here is the writing, and that nothing unproven is called proven. */
const bare = (files: Record<string, string>) => workspace(files, { path: [] })

const without = { consent: { yes: false, confirm: [] } }
const generate = (here: TestWorkspace, input: object = {}, options?: Parameters<TestWorkspace['invoke']>[2]) =>
  here.invoke('generator.terraform', { spec: 'shop.yaml', out: 'demo', ...input }, options)

describe('generating', () => {
  test('into an absent folder needs no question, and says what was not verified', async () => {
    await using here = await bare({ 'shop.yaml': spec() })
    const { data, findings, error } = await generate(here, {}, without)

    expect(error).toBeUndefined()
    expect(findings).toEqual([expect.objectContaining({ status: 'pass', code: 'written' })])
    const { proofs, files } = data as { proofs: Record<string, { status: string; detail: string }>; files: unknown[] }
    expect(files).toContainEqual({ path: 'envs/dev/main.tf', status: 'create' })
    expect(proofs.validate).toEqual({ status: 'unknown', detail: 'not verified: terraform not found' })
    expect(await here.file(main).text()).toContain('module "stack"')
  })

  test('again changes nothing, byte for byte, and needs no question', async () => {
    await using here = await bare({ 'shop.yaml': spec() })
    await generate(here)
    const before = await here.file(main).bytes()
    const { data, error } = await generate(here, {}, without)
    expect(error).toBeUndefined()
    const { files } = data as { files: { status: string }[] }
    expect(new Set(files.map(({ status }) => status))).toEqual(new Set(['identical']))
    expect(await here.file(main).bytes()).toEqual(before)
  })

  test('that changed nothing offers no undo, and says once what terraform would have told', async () => {
    await using here = await bare({ 'shop.yaml': spec() })
    const argv = ['generate', 'terraform', 'shop.yaml', '--out', 'demo']
    const first = await here.cli(argv)
    expect(first.stdout.match(/not verified: terraform not found/g)).toHaveLength(1)
    expect(first.stderr).toContain('undo with: nimbus undo r_')
    const { stdout, stderr } = await here.cli(argv)
    expect(stdout).toContain('✓ nothing to change')
    expect(stderr).not.toContain('undo with')
  })

  test('a dry run writes nothing and shows every file', async () => {
    await using here = await bare({ 'shop.yaml': spec() })
    const { preview } = await generate(here, {}, { dryRun: true })
    expect(preview?.changes.map(({ resource, effect }) => `${effect} ${resource}`)).toContain(
      `create workspace:${main}`,
    )
    expect(await here.file(main).exists()).toBe(false)
  })

  test('a changed spec shows what changes as a diff, and asks nothing while nobody has edited the files', async () => {
    await using here = await bare({ 'shop.yaml': spec() })
    await generate(here)
    await here.write({ 'shop.yaml': spec('zones: 3\n') })
    const { preview } = await generate(here, {}, { dryRun: true })
    const changed = preview?.changes.find(({ resource }) => resource === `workspace:${main}`)
    expect(changed).toMatchObject({ effect: 'update', summary: 'changed; you have not edited it' })
    expect(changed?.diff).toContain('+      eu-central-1c = {')
    expect((await generate(here, {}, without)).error).toBeUndefined()
    expect(await here.file(main).text()).toContain('eu-central-1c')
  })

  test('an edited file is a question again, and nothing is written until it is answered', async () => {
    await using here = await bare({ 'shop.yaml': spec() })
    await generate(here)
    const edited = `${await here.file(main).text()}# mine\n`
    await here.write({ 'shop.yaml': spec('zones: 3\n'), [main]: edited })
    const { preview, error } = await generate(here, {}, without)
    expect(error).toMatchObject({ code: 'approval-needed', exit: 3 })
    expect(error?.message).toContain(main)
    expect(preview).toBeUndefined()
    expect(await here.file(main).text()).toBe(edited)
    const { preview: seen } = await generate(here, {}, { dryRun: true })
    const changed = seen?.changes.find(({ resource }) => resource === `workspace:${main}`)
    expect(changed).toMatchObject({ summary: 'you edited it since it was generated: your changes are replaced' })
    expect(changed?.unedited).toBeUndefined()
    expect(changed?.diff).toContain('-# mine')
  })

  test('unedited files are a question for whoever is not at the command line', async () => {
    await using here = await bare({ 'shop.yaml': spec() })
    await generate(here)
    await here.write({ 'shop.yaml': spec('zones: 3\n') })
    for (const surface of ['http', 'mcp', 'agent'] as const)
      expect([surface, (await generate(here, {}, { ...without, surface })).error?.code]).toEqual([
        surface,
        'approval-needed',
      ])
    expect(await here.file(main).text()).not.toContain('eu-central-1c')
  })

  test('a rule of the person on these files is stronger than that they are unedited', async () => {
    await using here = await bare({ 'shop.yaml': spec() })
    await generate(here)
    await here.write({
      'shop.yaml': spec('zones: 3\n'),
      '.nimbus/policy.yaml':
        'rules: [{ operation: "*", effect: update, resource: "workspace:demo/envs/**", decide: deny, reason: frozen }]\n',
    })
    expect((await generate(here, {}, without)).error).toMatchObject({ code: 'policy-denied' })
    expect(await here.file(main).text()).not.toContain('eu-central-1c')
  })

  test('works from flags alone', async () => {
    await using here = await bare({})
    const { exit, stdout } = await here.cli([
      'generate',
      'terraform',
      '--name=shop',
      '--region=eu-central-1',
      '--with=s3',
      '--environments=dev',
      '--environments=production',
      '--out=demo',
    ])
    expect({ exit, stdout }).toMatchObject({ exit: 0 })
    expect(stdout).toContain('files in demo/   s3   dev, production: one state each')
    expect(await here.file('demo/envs/production/main.tf').exists()).toBe(true)
    const alone = await here.cli('generate terraform --name=shop --region=eu-central-1 --with=s3 --out=one'.split(' '))
    expect(alone.stdout).toContain('files in one/   s3   dev: one state\n')
  })

  test('says what was adapted and what is worth knowing', async () => {
    await using here = await bare({ 'shop.yaml': spec('', 'rds: { engine: mysql, instance: db.t4g.micro }') })
    const { data } = await generate(here)
    const { notes } = data as { notes: string[] }
    expect(notes).toContain('a vpc was added: rds cannot be without one')
    expect(notes).toContain('dev: db.t4g.micro has no Performance Insights for mysql; left off')
  })
})

describe('files a person edited', () => {
  const edited = async () => {
    const here = await bare({ 'shop.yaml': spec() })
    await generate(here)
    const text = `${await here.file(main).text()}# mine\n`
    await here.write({ [main]: text, 'shop.yaml': spec('zones: 3\n') })
    return { here, text }
  }

  test('are shown as a diff, asked about, and not touched until then', async () => {
    const { here, text } = await edited()
    await using _ = here
    const { preview } = await generate(here, {}, { dryRun: true })
    const change = preview?.changes.find(({ resource }) => resource === `workspace:${main}`)
    expect(change?.summary).toContain('you edited it')
    expect(change?.diff).toContain('-# mine')
    expect((await generate(here, {}, without)).error?.exit).toBe(3)
    expect(await here.file(main).text()).toBe(text)
  })

  test('stay as they are when asked to keep them', async () => {
    const { here, text } = await edited()
    await using _ = here
    const { data, findings } = await generate(here, { edited: 'keep' })
    expect(data).toMatchObject({ kept: ['envs/dev/main.tf'] })
    expect(findings?.map(({ status }) => status)).toEqual(['pass'])
    expect(await here.file(main).text()).toBe(text)
  })

  test('come back byte for byte when the run is undone', async () => {
    const { here, text } = await edited()
    await using _ = here
    const { undo } = await generate(here)
    expect(await here.file(main).text()).not.toContain('# mine')
    const { operation, input } = undo as { operation: string; input: unknown }
    const back = await here.invoke(operation, input, { consent: { yes: true, confirm: ['demo'] } })
    expect(back.error).toBeUndefined()
    expect(await here.file(main).text()).toBe(text)
  })
})

describe('undo', () => {
  test('removes what was created and nothing else', async () => {
    await using here = await bare({ 'shop.yaml': spec(), 'demo/mine.txt': 'mine' })
    const { undo } = await generate(here)
    const { operation, input } = undo as { operation: string; input: unknown }
    expect((await here.invoke(operation, input)).error).toMatchObject({ exit: 3 })
    const back = await here.invoke(operation, input, { consent: { yes: false, confirm: ['demo'] } })
    expect(back).toMatchObject({ ok: true, findings: [{ status: 'pass' }] })
    expect(await here.file('demo/envs/dev/main.tf').exists()).toBe(false)
    expect(await here.file('demo/mine.txt').text()).toBe('mine')
  })

  test('refuses when a file was edited since', async () => {
    await using here = await bare({ 'shop.yaml': spec() })
    const { undo } = await generate(here)
    await here.write({ [main]: 'mine' })
    const { operation, input } = undo as { operation: string; input: unknown }
    const back = await here.invoke(operation, input, { consent: { yes: true, confirm: ['demo'] } })
    expect(back.error).toMatchObject({ code: 'changed-since', exit: 2 })
  })
})

describe('bad input is one error in four parts, exit 2, and changes nothing', () => {
  test.each<[string, Record<string, string>, object, object]>([
    [
      'a wrong key',
      { 'shop.yaml': spec('zone: 3\n') },
      {},
      { message: 'zone: there is no such key', at: 'shop.yaml:3:1' },
    ],
    [
      'several things',
      { 'shop.yaml': 'name: Shop\nregion: nowhere\ncomponents: { vpc: true }\n' },
      {},
      { at: 'shop.yaml:1:7', why: expect.stringContaining('also: region: nowhere') },
    ],
    ['a flag', { 'shop.yaml': spec() }, { region: 'eu-west-9' }, { at: '--region' }],
    [
      'a foreign file',
      { 'shop.yaml': spec(), 'demo/README.md': 'mine' },
      {},
      { code: 'foreign-file', at: 'demo/README.md' },
    ],
    [
      'a file where a folder must be',
      { 'shop.yaml': spec(), 'demo/envs': 'mine' },
      {},
      { why: 'a file is in the way of a folder to be written' },
    ],
    [
      'a breach of conventions',
      { 'shop.yaml': spec(), '.nimbus/conventions.yaml': 'regions: [us-east-1]\n' },
      {},
      { message: 'region: eu-central-1 is against the conventions', at: 'shop.yaml:2:9' },
    ],
    [
      'wrong conventions',
      { 'shop.yaml': spec(), 'c.yaml': 'region: [us-east-1]\n' },
      { conventions: 'c.yaml' },
      { at: 'c.yaml:1:1', next: 'did you mean regions?' },
    ],
  ])('%s', async (_, files, input, expected) => {
    await using here = await bare(files)
    const { error } = await generate(here, input)
    expect(error).toMatchObject({ exit: 2, why: expect.any(String), next: expect.any(String), ...expected })
    expect(await here.file('demo/envs/dev/main.tf').exists()).toBe(false)
  })

  test('a spec that is not there exits 5', async () => {
    await using here = await bare({})
    const { error } = await generate(here)
    expect(error).toMatchObject({ code: 'no-file', exit: 5, at: 'shop.yaml' })
    expect(error?.next).toContain('nimbus generate terraform --name shop --region eu-central-1 --with vpc')
    const lacking = await generate(here, {
      spec: undefined,
      name: 'shop',
      region: 'eu-central-1',
      with: ['vpc'],
      conventions: 'rules.yaml',
    })
    expect(lacking.error?.message).toBe('conventions: rules.yaml cannot be read')
  })

  test('a place that cannot be written exits 1 and names it', async () => {
    await using here = await bare({ 'shop.yaml': spec() })
    const error = await failure(here.call('generator.terraform', { spec: 'shop.yaml', out: '/proc/demo' }))
    expect(error).toMatchObject({ code: 'not-written', exit: 1, at: '/proc/demo' })
  })
})

describe('sabotage', () => {
  test('a file that changes while the proofs run is noticed by verify', async () => {
    await using here = await bare({ 'shop.yaml': spec() })
    const { default: operation } = await import('./terraform.ts')
    const { data } = await generate(here)
    await here.write({ [main]: 'something else' })
    const context = { workspace: here.path } as never
    const findings = await operation.verify?.({ out: join(here.path, 'demo') }, data, context)
    expect(findings).toEqual([expect.objectContaining({ status: 'fail', at: 'envs/dev/main.tf' })])
  })
})

test('the example in the help is a spec of the repository', async () => {
  const text = await readFile(join(import.meta.dir, '../../../examples/shop.yaml'), 'utf8')
  await using here = await bare({ 'examples/shop.yaml': text })
  const { data } = await here.invoke('generator.terraform', { spec: 'examples/shop.yaml', out: 'demo' })
  const { files } = data as { files: unknown[] }
  // The stamp is one more.
  expect(files.length).toBe(23)
})
