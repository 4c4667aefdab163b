import { denied, type HostContext } from '@nimbus/kernel/define'

/** Refuses to let anything but a person's own call change how far calls may go: `only-persons` (exit 4). */
export const refuseAutonomy = (key: string, ctx: HostContext): void => {
  const outside = ctx.surface === 'mcp' || ctx.surface === 'agent' || ctx.principal.kind !== 'person'
  if (key !== 'autonomy' || !outside) return
  throw denied('only-persons', 'Only a person changes autonomy', {
    at: key,
    why: 'it decides how far calls like this one may go',
    next: 'ask the person to run: nimbus config set autonomy <level>',
  })
}
