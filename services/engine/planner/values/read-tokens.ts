import { isDictated, isLabel } from '../tokens/quoted-names.ts'
import type { Token, TokenKind } from '../tokens/token.ts'
import { stemOf } from '../words/stem.ts'
import { regionCodes } from './regions.ts'

/** What decides between two readings of a piece: what there is. */
export interface KnownTexts {
  /** Whether a file, folder, branch or the like has exactly this name. */
  isName(text: string): boolean
  isOperation(text: string): boolean
  /** Whether a text in quotation marks may name something: a thing that is there, an environment, a value of an argument. */
  mayName(text: string): boolean
  /** Whether an operation takes an argument of that name. */
  isField(text: string): boolean
  /** Whether a text with a hyphen is two words that people write as one. */
  isTwoWords(text: string): boolean
}

const endings =
  /\.(?:tf|tfvars|tfplan|tfstate|md|markdown|txt|ya?ml|json|jsonl|ts|tsx|js|jsx|mjs|go|py|rb|java|rs|sh|toml|ini|cfg|conf|csv|log|env|html|css|xml|sql|png|jpe?g|gif|webp|svg|pdf|lock|hcl|zip|gz|tar|pem|key|properties|gradle|kt|c|h|cpp|example|sample|bak|dockerfile)$/i

const regionLike = /^[a-z]{2}(?:-gov)?-(?:north|south|east|west|central|northeast|northwest|southeast|southwest)-?\d$/i

/** Pieces that are one by their form, before anything else is looked at; the order matters. */
const forms: readonly (readonly [TokenKind, RegExp])[] = [
  [
    'quoted',
    /"([^"\n]*(?:\n[^"\n]*)?)"|“([^”]*)”|«([^»]*)»|`([^`]+)`|(?<![\p{L}\p{N}])'((?:[^'\n]|(?<=\p{L})'(?=\p{L}))+)'(?![\p{L}\p{N}])/uy,
  ],
  // What only explains or abbreviates says nothing by itself.
  ['mark', /(?:i\.e|e\.g|a\.k\.a|n\.b|etc|resp)\.(?![\w/])/iy],
  ['stash', /stash@\{\d+\}/y],
  ['uuid', /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/iy],
  ['cidr', /\d{1,3}(?:\.\d{1,3}){3}\/\d{1,2}(?!\d)/y],
  ['date', /\d{4}-\d{2}-\d{2}(?!\d)/y],
  ['record', /[rptagc]_[a-z0-9]{3,24}(?![\w/.-]*\w)/y],
  [
    'address',
    /(?:module\.[\w-]+(?:\.[\w-]+)*|(?:data\.)?(?:aws|google|azurerm|random|null|tls|local|kubernetes|helm)_[a-z0-9_]+\.[\w-]+)(?:\[(?:"[^"\]]*"|\d+)\])*/y,
  ],
  ['name', /arn:[\w-]+:[\w:/.*[\]{}+$\\-]*[\w*\]}+]/y],
  ['name', /\[[^\]\s]+\][{+*][^\s,;"“”]*/y],
  ['prefix-size', /(?<![\w.])\/\d{1,2}(?![\w/])/y],
  ['flag', /(?<![\w-])--?[a-z][a-z-]*(?![\w])/y],
]

const plainWord = /^[\p{L}]+(?:['’][\p{L}]+)?$/u
/** A bar without spaces around it joins alternatives, and a mark makes a letter optional: `TODO|FIXME`, `colou?r`. */
const run = /(?:[^\s,;"“”«»`()<>!?|]|(?<=[\p{L}\p{N}])[|?](?=[\p{L}\p{N}]))+/uy

const kindOf = (text: string, known: KnownTexts): TokenKind => {
  const lower = text.toLowerCase()
  if (known.isOperation(lower)) return 'operation'
  if (regionLike.test(text)) return 'region'
  if (/^\d{12}$/.test(text)) return 'account'
  if (/^[0-9a-f]{7,40}$/.test(lower) && /\d/.test(lower) && /[a-f]/.test(lower)) return 'sha'
  if (/^\d+(?:m|h|d|w|min|s)$/.test(lower)) return 'span'
  if (/^\d[\d,._']*[km]?$/i.test(text)) return 'number'
  if (/[*]|\{.*,.*\}/.test(text)) return 'glob'
  if (text.includes('/') || endings.test(text) || /^\.[\w]/.test(text)) return 'path'
  if (known.isName(text)) return plainWord.test(text) ? 'word' : 'name'
  return plainWord.test(text) ? 'word' : 'name'
}

/** Kinds of pieces that are what they are by their form, in quotation marks or not. */
const formed: ReadonlySet<TokenKind> = new Set(['path', 'region', 'account', 'sha', 'operation', 'number', 'span'])

/** A quotation of one word that names something is that: people mark names in a sentence. */
const quotedKind = (inside: string, before: string, known: KnownTexts): TokenKind => {
  if (inside === '' || /\s/.test(inside)) return 'quoted'
  const form = forms.find(([, pattern]) => {
    pattern.lastIndex = 0
    return pattern.test(inside) && pattern.lastIndex === inside.length
  })
  const kind = form?.[0] ?? kindOf(inside, known)
  const names = (form && kind !== 'quoted') || formed.has(kind) || (known.mayName(inside) && !isLabel(before))
  return names && !isDictated(before) ? kind : 'quoted'
}

/** Where inside a run of characters several pieces were written together: `vpc+eks`, `3az`, `single-az`. */
const splitRun = (text: string, known: KnownTexts, before: string): readonly string[] => {
  if (known.isName(text) || known.isOperation(text.toLowerCase())) return [text]
  if (/^[\p{L}\d]+(?:\+[\p{L}\d]+)+$/u.test(text)) return text.split(/(\+)/)
  const counted = /^(\d+)-?([a-z]{2,})$/i.exec(text)
  if (counted && !/^\d+(?:min|k|m|h|d|w|s|st|nd|rd|th)$/i.test(text) && !/^[0-9a-f]{7,40}$/i.test(text))
    return [counted[1] ?? '', counted[2] ?? '']
  const spelled = /^(single|one|two|three|four|five|six|multi)-([a-z]+)$/i.exec(text)
  if (spelled) return [spelled[1] ?? '', spelled[2] ?? '']
  const assigned = /^(?:--?)?([a-z][\w-]*)=(\S+)$/i.exec(text)
  if (assigned && !/\bvar(?:iable)?s?\s+$/i.test(before) && known.isField(assigned[1] ?? ''))
    return [`--${assigned[1]}`, assigned[2] ?? '']
  if (/^[a-z]{3,}-[a-z]{3,}$/i.test(text) && known.isTwoWords(text.toLowerCase())) return text.split('-')
  return [text]
}

/**
 * Reads a request into pieces: words, quotations, and what has a form of its own, such as paths, address ranges and ids.
 * Nothing is left out; what is neither becomes a mark.
 */
export const readTokens = (text: string, known: KnownTexts): readonly Token[] => {
  const tokens: Token[] = []
  const push = (kind: TokenKind, start: number, end: number, content = text.slice(start, end)) => {
    const word = content
      .toLowerCase()
      .replace(/\.yml$/, '.yaml')
      .replaceAll('’', "'")
      .replace(/'s$/, kind === 'word' ? '' : "'s")
    tokens.push({
      kind,
      text: content,
      word,
      stem: kind === 'word' || kind === 'name' ? stemOf(word) : word,
      start,
      end,
    })
  }
  let at = 0
  const formAt = (): boolean => {
    for (const [kind, pattern] of forms) {
      pattern.lastIndex = at
      const found = pattern.exec(text)
      if (!found) continue
      const end = pattern.lastIndex
      const inside = kind === 'quoted' ? found.slice(1).find((each) => each !== undefined) : undefined
      push(
        inside === undefined ? kind : quotedKind(inside, text.slice(Math.max(0, at - 200), at), known),
        at,
        end,
        inside,
      )
      // What a flag is set to stands right behind it: `--limit=10`.
      at = end + (kind === 'flag' && /^=\S/.test(text.slice(end)) ? 1 : 0)
      return true
    }
    return false
  }
  while (at < text.length) {
    const character = text[at] ?? ''
    if (character === '\n') push('mark', at, ++at)
    else if (/[\s\u200b]/u.test(character)) at++
    else if (!formAt()) {
      run.lastIndex = at
      const [listed] = /(?:^|\n)[ \t]*$/.test(text.slice(0, at))
        ? (/^(?:\d{1,2}[.)]|[-*•])(?=\s)/.exec(text.slice(at)) ?? [])
        : []
      const [whole] = listed === undefined ? (run.exec(text) ?? [character]) : [listed]
      const bullet = listed !== undefined
      const found = bullet
        ? whole
        : whole.replace(/(?:\.{2,}|…|[:–—]).*$|[.:]+$/u, (tail) => (known.isName(whole) ? tail : ''))
      const piece =
        found === '' ? whole.slice(0, 1) : /^[\p{L}\p{N}_./~@$*^{\\+-]/u.test(found) ? found : found.slice(0, 1)
      if (bullet || !/[\p{L}\p{N}*]/u.test(piece)) push('mark', at, at + piece.length)
      else
        splitRun(piece, known, text.slice(Math.max(0, at - 12), at)).reduce((from, part) => {
          const found = text.indexOf(part, from)
          const start = found < 0 ? from : found
          push(
            part === '+' ? 'mark' : part.startsWith('--') ? 'flag' : kindOf(part, known),
            start,
            start + part.length,
            part,
          )
          return start + part.length
        }, at)
      at += piece.length
    }
  }
  return tokens
}

/** Whether a token of the form of a region is one. */
export const isRegion = (word: string): boolean => regionCodes.includes(word.toLowerCase())
