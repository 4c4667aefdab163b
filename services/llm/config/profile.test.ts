import { expect, test } from 'bun:test'
import { configuration } from './testing.ts'

test('a profile gives instructions and preferences, and the entry itself goes before it', async () => {
  await using files = await configuration({
    'llm.yaml': 'agents: { a: { profile: agents/a.md, preferred_model: gpt-5-mini } }\n',
    'agents/a.md':
      '---\nname: a\npreferred_model: gpt-5\ntask_types: { review: gpt-5 }\ncolor: red\n---\n\nBe brief.\n',
  })
  const { settings, problems } = await files.read()
  expect(problems).toEqual([])
  expect(settings.agents.a).toMatchObject({
    preferredModel: 'gpt-5-mini',
    taskTypes: { review: 'gpt-5' },
    instructions: 'Be brief.',
  })
  await files.write({ 'agents/a.md': '---\nname: a\ntask_types: [x]\n---\n' })
  expect((await files.problems())[0]).toStartWith('~/.nimbus/agents/a.md:3:13 agents.a.profile: task_types')
})

test('what a profile says and nobody knows is reported where it says it, not where it is named', async () => {
  await using files = await configuration({
    'llm.yaml': 'agents: { a: { profile: p.md }, b: { profile: p.md, preferred_model: nobody } }\n',
    'p.md': '---\nname: p\npreferred_model: nope\ntask_types: { review: none }\n---\nBe brief.\n',
  })
  expect((await files.problems()).map((problem) => problem.split(' | ')[0])).toEqual([
    '~/.nimbus/p.md:3:18 agents.a.preferred_model: there is no model nope',
    '~/.nimbus/p.md:4:23 agents.a.task_types.review: there is no model none',
    '~/.nimbus/llm.yaml:1:70 agents.b.preferred_model: there is no model nobody',
    '~/.nimbus/p.md:4:23 agents.b.task_types.review: there is no model none',
  ])
})

test('a profile stays in the workspace, and has to be there', async () => {
  await using files = await configuration({
    'workspace/.nimbus/llm.yaml': 'agents: { a: { profile: ../../secret.md }, b: { profile: gone.yaml } }\n',
    'workspace/../secret.md': 'x',
  })
  const problems = await files.problems()
  expect(problems[0]).toContain('agents.a.profile: a profile lies elsewhere')
  expect(problems[1]).toContain('.nimbus/gone.yaml agents.b.profile: there is no such file')
})

test('a profile may hold the chain, and what is wrong with that is said where it is', async () => {
  await using files = await configuration({
    'llm.yaml': 'agents: { a: { profile: p.md }, b: { profile: p.md, fallback_chain: [] } }\n',
    'p.md': '---\ndescription: Reviews\nfallback_chain: ["api:gpt-5", "codx:gpt-5"]\n---\nBe brief.\n',
  })
  expect((await files.problems()).map((problem) => problem.split(' | ')[0])).toEqual([
    '~/.nimbus/p.md:3:31 fallback_chain: codx:gpt-5 cannot be used',
  ])
  await files.write({ 'p.md': '---\ndescription: Reviews\nfallback_chain: ["api:gpt-5"]\n---\nBe brief.\n' })
  const { settings } = await files.read()
  expect(settings.agents.a).toMatchObject({ description: 'Reviews', fallbackChain: [{ tool: 'api', model: 'gpt-5' }] })
  expect(settings.agents.b).toMatchObject({ fallbackChain: [], ownChain: true })
})

test('front matter without an end is no instruction', async () => {
  await using files = await configuration({
    'llm.yaml': 'agents: { a: { profile: p.md } }\n',
    'p.md': '---\nname: a\n\nBe brief.\n',
  })
  expect((await files.problems())[0]).toStartWith('~/.nimbus/p.md:1 agents.a.profile: the front matter has no end')
})
