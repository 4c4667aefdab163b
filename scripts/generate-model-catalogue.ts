// Writes services/llm/catalogue/models.json: prices and limits of models, from two packages of the npm registry.
//
//   bun scripts/generate-model-catalogue.ts
//
// Prices: @pydantic/genai-prices (MIT), which collects the price pages of the vendors. Limits, abilities, and the prices
// of models it does not know: @earendil-works/pi-ai (MIT), whose tables are made from https://models.dev (MIT). Both are
// read once and written down with their version and the day: importing the prices takes longer than the whole command
// that wants one of them.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const prices = { name: '@pydantic/genai-prices', version: '0.1.8', license: 'MIT' }
const limits = { name: '@earendil-works/pi-ai', version: '1.5.2', license: 'MIT' }

/** Our name for a provider → its name in each of the packages. */
const providers: Readonly<Record<string, { prices: string; limits: string }>> = {
  anthropic: { prices: 'anthropic', limits: 'anthropic' },
  openai: { prices: 'openai', limits: 'openai' },
  google: { prices: 'google', limits: 'google' },
  mistral: { prices: 'mistral', limits: 'mistral' },
  groq: { prices: 'groq', limits: 'groq' },
  deepseek: { prices: 'deepseek', limits: 'deepseek' },
  xai: { prices: 'x-ai', limits: 'xai' },
}

/** What answers no chat, and what another vendor's model is that a cloud resells under its own address. */
const notChat = /embed|whisper|tts|transcribe|realtime|audio|image|voice|ocr|moderation|live|guard|computer-use|^ft:/

interface Tiered {
  base: number
  tiers: readonly { start: number; price: number }[]
}
type Rate = number | Tiered | undefined
type Rates = Readonly<Record<string, Rate>>

interface PriceModule {
  findProvider(options: { providerId: string }): { models: readonly { id: string; context_window?: number }[] }
  calcPrice(
    usage: Record<string, number>,
    model: string,
    options: { providerId: string; timestamp: Date },
  ): { model: { id: string; context_window?: number }; model_price: Rates } | null
}

interface Limit {
  id: string
  reasoning: boolean
  input: readonly string[]
  contextWindow: number
  maxTokens: number
  cost: Cost & { tiers?: readonly (Cost & { inputTokensAbove: number })[] }
}

/** US dollars for a million tokens; 0 where nothing is known. */
interface Cost {
  input: number
  output: number
  cacheRead: number
  cacheWrite: number
}

const today = new Date()
const kinds = {
  input: 'input_mtok',
  output: 'output_mtok',
  cachedRead: 'cache_read_mtok',
  cachedWrite: 'cache_write_mtok',
}

const base = (rate: Rate): number | undefined => (typeof rate === 'object' ? rate.base : rate)

const flat = (rates: Rates, of: (rate: Rate) => number | undefined): Record<string, number> =>
  Object.fromEntries(
    Object.entries(kinds).flatMap(([kind, key]): [string, number][] => {
      const value = of(rates[key])
      return value === undefined ? [] : [[kind, value]]
    }),
  )

/** The price a million tokens, with the larger prices of long prompts. */
const priceOf = (rates: Rates): object | undefined => {
  const usual = flat(rates, base)
  if (usual.input === undefined || usual.output === undefined) return undefined
  const starts = Object.values(kinds).flatMap((key) => {
    const rate = rates[key]
    return typeof rate === 'object' ? rate.tiers.map(({ start }) => start) : []
  })
  const above = [...new Set(starts)]
    .sort((a, b) => a - b)
    .map((tokens) => ({
      tokens,
      ...flat(rates, (rate) =>
        typeof rate === 'object' ? (rate.tiers.findLast(({ start }) => start <= tokens)?.price ?? rate.base) : rate,
      ),
    }))
  return above.length > 0 ? { ...usual, above } : usual
}

const known = ({ input, output, cacheRead, cacheWrite }: Cost) => ({
  input,
  output,
  ...(cacheRead > 0 ? { cachedRead: cacheRead } : {}),
  ...(cacheWrite > 0 ? { cachedWrite: cacheWrite } : {}),
})

/** The price that models.dev gives. Nothing for a price of 0: there it means that nobody entered one. */
const secondPrice = ({ cost }: Limit): object | undefined => {
  if (!(cost.input > 0 && cost.output > 0)) return undefined
  const above = (cost.tiers ?? []).map((tier) => ({ tokens: tier.inputTokensAbove, ...known(tier) }))
  return { ...known(cost), ...(above.length > 0 ? { above } : {}), source: 'models.dev' }
}

/** The rates of today; where they depend on the hour, the highest of the day: a budget must not be surprised. */
const ratesOf = ({ calcPrice }: PriceModule, providerId: string, model: string) =>
  Array.from({ length: 24 }, (_, hour) => {
    const timestamp = new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth(), today.getUTCDate(), hour, 59))
    return calcPrice({ input_tokens: 1 }, model, { providerId, timestamp })
  })
    .flatMap((found) => found ?? [])
    .sort((a, b) => (base(b.model_price.input_mtok) ?? 0) - (base(a.model_price.input_mtok) ?? 0))[0]

const modelOf = (limit: Limit | undefined, priced: ReturnType<typeof ratesOf>): object => {
  const context = limit?.contextWindow ?? priced?.model.context_window
  const price = (priced && priceOf(priced.model_price)) ?? (limit && secondPrice(limit))
  return {
    ...(context ? { context } : {}),
    ...(limit?.maxTokens ? { output: limit.maxTokens } : {}),
    // The package lists only models that take tools.
    ...(limit ? { tools: true, vision: limit.input.includes('image'), reasoning: limit.reasoning } : {}),
    ...(price ? { price } : {}),
  }
}

const folder = mkdtempSync(join(tmpdir(), 'nimbus-catalogue-'))
try {
  const fetched = async ({ name, version }: typeof prices, as: string): Promise<string> => {
    const packed = await Bun.$`npm pack --silent ${name}@${version}`.cwd(folder).quiet().text()
    await Bun.$`mkdir ${as} && tar xzf ${packed.trim()} -C ${as} --strip-components=1`.cwd(folder).quiet()
    return join(folder, as)
  }
  const priceModule = (await import(join(await fetched(prices, 'prices'), 'dist/index.js'))) as PriceModule
  const limitsFolder = await fetched(limits, 'limits')

  const models: Record<string, Record<string, object>> = {}
  for (const [provider, names] of Object.entries(providers)) {
    const file = Bun.file(join(limitsFolder, `dist/providers/data/${names.limits}.json`))
    const byApi = (await file.json()) as Record<string, Record<string, Limit>>
    const limitsOf = new Map(
      Object.values(byApi)
        .flatMap((each) => Object.entries(each))
        .filter(([key]) => key.startsWith('chat:'))
        .map(([, limit]) => [limit.id, limit]),
    )
    const priced = priceModule.findProvider({ providerId: names.prices }).models.map(({ id }) => id)
    const ids = [...new Set([...limitsOf.keys(), ...priced])]
      .filter((id) => !notChat.test(id) && (provider !== 'google' || !id.startsWith('claude')))
      .sort()
    models[provider] = Object.fromEntries(
      ids
        .map((id): [string, object] => [id, modelOf(limitsOf.get(id), ratesOf(priceModule, names.prices, id))])
        .filter(([, model]) => Object.keys(model).length > 0),
    )
  }

  const read = today.toISOString().slice(0, 10)
  const lines = Object.entries(models).map(([provider, each]) => {
    const rows = Object.entries(each).map(([id, model]) => `   ${JSON.stringify(id)}: ${JSON.stringify(model)}`)
    return `  ${JSON.stringify(provider)}: {\n${rows.join(',\n')}\n  }`
  })
  const head = `"read": ${JSON.stringify(read)},\n "prices": ${JSON.stringify(prices)},\n "limits": ${JSON.stringify(limits)}`
  const target = join(import.meta.dir, '../services/llm/catalogue/models.json')
  await Bun.write(target, `{\n ${head},\n "models": {\n${lines.join(',\n')}\n }\n}\n`)
  console.error(`✓ ${Object.values(models).reduce((sum, each) => sum + Object.keys(each).length, 0)} models`)
} finally {
  rmSync(folder, { recursive: true })
}
