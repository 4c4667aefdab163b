import type { CatalogEntry } from '@nimbus/kernel'
import { type Answering, answerCall } from './operation-call.ts'
import { problem } from './problem.ts'
import { readBody } from './read-body.ts'
import { pathOf } from './route-path.ts'
import type { Answer, Routes } from './routes.ts'

/** Answers an operation at its own path, and at those that it names. */
export const addOperation = (routes: Routes, entry: CatalogEntry, bodyLimit: number, answering: Answering): void => {
  const limit = Math.max(bodyLimit, ...entry.routes.map((route) => route.bodyLimit ?? 0))
  const answer: Answer = async (request, principal, parts) => {
    const body = await readBody(request, limit)
    if ('error' in body) return problem(body.status, body.error)
    return answerCall(entry, { ...parts, body: body.value }, { ...answering, request, principal })
  }
  routes.onPlainPost(pathOf(entry.id), answer)
  for (const { method, path } of entry.routes) routes.on(method, path, answer)
}
