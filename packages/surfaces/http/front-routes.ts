import type { HttpFront } from '@nimbus/kernel'
import { answerFront, frontResponse } from './answer-front.ts'
import type { GateSetting } from './gate.ts'
import type { Answering } from './operation-call.ts'
import { isAt } from './route-path.ts'
import type { Answer, Routes } from './routes.ts'

/** Answers in the format of another product where that expects it. */
export const addFront = (routes: Routes, front: HttpFront, bodyLimit: number, answering: Answering): void => {
  const answer: Answer = (request, principal, { path }) =>
    answerFront(front, path, bodyLimit, { ...answering, request, principal })
  if (front.method === 'POST') routes.onPlainPost(front.path, answer)
  else routes.on(front.method, front.path, answer)
}

/** How the paths of fronts say an error in their own format. */
export const faultsOf =
  (fronts: readonly HttpFront[]): GateSetting['foreign'] =>
  (path, method) => {
    const front = fronts.find((each) => each.method === method && isAt(each.path, path))
    return front && ((error, status) => frontResponse(front.fault(error, status)))
  }
