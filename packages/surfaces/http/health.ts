import type { Gateway } from '@nimbus/host'
import type { Principal } from '@nimbus/kernel'

/**
 * Whether this process can do its work: `ok`, or `degraded` with status 503 when something it depends on is not.
 *
 * Details of the dependencies are only for callers with a token.
 */
export const healthOf = async (
  gateway: Gateway,
  uptimeMs: number,
  principal: Principal | undefined,
): Promise<Response> => {
  const dependencies = await gateway.health()
  const ok = dependencies.every((each) => each.ok)
  const shown = principal ? dependencies : dependencies.map(({ name, ok }) => ({ name, ok }))
  return Response.json(
    {
      status: ok ? 'ok' : 'degraded',
      version: gateway.version,
      uptime: Math.round(uptimeMs / 1000),
      dependencies: shown,
    },
    { status: ok ? 200 : 503, headers: { 'cache-control': 'no-store' } },
  )
}
