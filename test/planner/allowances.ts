/**
 * What a planner may fill in without being wrong where a request is silent, since the operation needs it or has it as
 * its own documented default. Whatever the request does say is in the expectation and counts as written there.
 */
export const allowances: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  // Every stack has a name: the workspace's or one made from the request.
  'generator.terraform': { name: { $any: true }, environments: ['dev'], zones: 2 },
  'git.stash-save': { message: { $any: true } },
  'nimbus.doctor': { offline: { $oneOf: [true, false] } },
}
