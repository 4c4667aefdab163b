import { createHash } from 'node:crypto'
import type { CatalogEntry, JsonSchema, ServiceEntry } from '@nimbus/kernel'
import { pathOf } from '../http/route-path.ts'
import { pageScript, pageStyle } from './page-style.ts'

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

const safe = (text: string): string => text.replace(/[&<>"']/g, (char) => escapes[char] ?? char)

const typeName = (schema: JsonSchema): string => {
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ')
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  const variants = schema.anyOf ?? schema.oneOf
  if (variants) return variants.map(typeName).join(' | ')
  if (schema.type === 'array') return `${schema.items ? typeName(schema.items) : 'any'}[]`
  return schema.type === undefined ? 'any' : [schema.type].flat().join(' | ')
}

const fields = (schema: JsonSchema): string => {
  const rows = Object.entries(schema.properties ?? {}).map(([name, property]) => {
    const must = schema.required?.includes(name) ? ', required' : ''
    const value = property.default === undefined ? '' : `, default ${JSON.stringify(property.default)}`
    const kind = safe(`${typeName(property)}${must}${value}`)
    return `<tr><td><code>${safe(name)}</code></td><td>${kind}</td><td>${safe(property.description ?? '')}</td></tr>`
  })
  return rows.length > 0 ? `<table>${rows.join('')}</table>` : '<p>Nothing.</p>'
}

/** A docstring as paragraphs, with what stands in backquotes as code. */
const paragraphs = (text: string): string =>
  text
    .split(/\n\s*\n/)
    .filter((part) => part.trim() !== '')
    .map((part) => `<p>${safe(part).replace(/`([^`]+)`/g, '<code>$1</code>')}</p>`)
    .join('')

const operationHtml = (entry: CatalogEntry): string => {
  const routes = [`POST ${pathOf(entry.id)}`, ...entry.routes.map(({ method, path }) => `${method} ${path}`)]
  const words = [entry.id, entry.summary, entry.effect, ...entry.phrases].join(' ').toLowerCase()
  const examples = entry.examples.map(
    ({ title, input }) => `<h3>${safe(title)}</h3><pre>${safe(JSON.stringify(input, null, 2))}</pre>`,
  )
  return `<details id="${safe(entry.id)}" data-words="${safe(words)}"><summary><code>${safe(entry.id)}</code><span>${safe(entry.summary)}</span><b class="effect ${entry.effect}">${entry.effect}</b></summary>
<div class="body">${paragraphs(entry.description)}<pre>${safe(routes.join('\n'))}</pre>
<h3>Takes</h3>${fields(entry.input)}<h3>Gives</h3>${fields(entry.output)}${examples.join('')}</div></details>`
}

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/**
 * The reference of a list of operations as one page that needs nothing else: no other host, no font, no library. Its
 * content security policy allows exactly its own style and script.
 */
export const docsPage = (
  entries: readonly CatalogEntry[],
  services: readonly ServiceEntry[],
  version: string,
): Response => {
  const sections = services.map(({ name, summary }) => {
    const own = entries.filter(({ service }) => service === name)
    return own.length === 0
      ? ''
      : `<section><h2>${safe(name)} <small>${safe(summary)}</small></h2>${own.map(operationHtml).join('\n')}</section>`
  })
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Nimbus ${safe(version)}</title>
<meta name="viewport" content="width=device-width,initial-scale=1"><style>${pageStyle}</style></head>
<body><header><h1>Nimbus <small>${safe(version)} · ${entries.length} operations</small></h1>
<input type="search" placeholder="Search operations ( / )" aria-label="Search operations"></header>
<main>${sections.join('\n')}<p class="none">No operation matches.</p></main><script>${pageScript}</script></body></html>`
  const policy = `default-src 'none'; style-src ${hashOf(pageStyle)}; script-src ${hashOf(pageScript)}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`
  return new Response(html, {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    },
  })
}
