import { alignedRows } from '@nimbus/text-table'

/** A model as it is listed. */
interface Listed {
  provider: string
  id: string
  contextWindow?: number | undefined
  inputPrice?: number | undefined
  outputPrice?: number | undefined
}

interface Models {
  models: readonly Listed[]
  providers: readonly {
    provider: string
    from: string
    at?: string | undefined
    leftOut?: number | undefined
    why?: string | undefined
  }[]
}

const unknown = '?'

const windowText = (tokens: number | undefined): string => {
  if (tokens === undefined) return unknown
  return tokens >= 1_000_000 ? `${Math.round(tokens / 100_000) / 10}M` : `${Math.round(tokens / 1000)}k`
}

const priceText = (dollars: number | undefined): string => (dollars === undefined ? unknown : `$${dollars}`)

const headline = ({ provider, from, at, leftOut, why }: Models['providers'][number], count: number): string => {
  const how = { live: 'listed now', cached: `as listed ${at ?? 'before'}`, catalogue: 'configured or shipped' }[from]
  const less =
    leftOut === undefined ? '' : `; ${leftOut} of its list left out, which ${leftOut === 1 ? 'names' : 'name'} no model`
  const reason = why === undefined ? '' : `; ${why}`
  return `${provider}  ${count} ${count === 1 ? 'model' : 'models'}, ${how ?? from}${less}${reason}`
}

/** Models below their provider, with how the list is known; prices are for a million tokens. */
export const modelsText = ({ models, providers }: Models): string =>
  providers
    .map((each) => {
      const own = models.filter(({ provider }) => provider === each.provider)
      const rows = own.map(({ id, contextWindow, inputPrice, outputPrice }) => [
        `  ${id}`,
        windowText(contextWindow),
        priceText(inputPrice),
        priceText(outputPrice),
      ])
      const table = rows.length > 0 ? alignedRows([['  model', 'window', 'input', 'output'], ...rows], [1, 2, 3]) : []
      return [headline(each, own.length), ...table].join('\n')
    })
    .join('\n\n')
