import { providerKinds } from './provider-types.ts'
import type { ProviderType } from './settings.ts'

/** The port that Ollama listens on. */
const ollamaPort = 11_434

/**
 * An address as `OLLAMA_HOST` gives it: a host, a port, or a URL. Without a scheme the port is 11434, and an address
 * that listens everywhere is called here, as Ollama's own client does
 * (https://github.com/ollama/ollama/blob/main/envconfig/config.go).
 */
const ollamaUrl = (written: string): string => {
  const hasScheme = /^[a-z]+:\/\//i.test(written)
  const text = hasScheme ? written : `http://${written.startsWith(':') ? `127.0.0.1${written}` : written}`
  if (!URL.canParse(text)) return written
  const url = new URL(text)
  if (!hasScheme && !url.port && !/:80(\/|$)/.test(written)) url.port = String(ollamaPort)
  if (url.hostname === '0.0.0.0') url.hostname = '127.0.0.1'
  if (url.hostname === '[::]') url.hostname = '[::1]'
  return url.href
}

/**
 * The address of a provider as it is used: without a trailing slash, and with the version where the vendor's own tools
 * leave it out. Undefined when what was written is no `http` or `https` address.
 */
export const baseUrlOf = (type: ProviderType, written: string): string | undefined => {
  const text = type === 'ollama' ? ollamaUrl(written) : written
  if (!URL.canParse(text)) return undefined
  const url = new URL(text)
  if (!/^https?:$/.test(url.protocol) || url.username || url.password || url.search || url.hash) return undefined
  const path = url.pathname.replace(/\/+$/, '')
  const { basePath } = providerKinds[type]
  if (!basePath) return `${url.origin}${path}`
  // Anthropic's own clients add the version to every address, the others only where there is no path at all.
  const needed = type === 'anthropic' ? !/\/v\d\w*$/.test(path) : path === ''
  return `${url.origin}${path}${needed ? basePath : ''}`
}

/** Whether an address is on this machine, so that nothing leaves it. */
export const isLocal = (baseUrl: string): boolean => {
  const { hostname } = new URL(baseUrl)
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname)
}
