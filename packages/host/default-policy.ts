import { type PolicyLayer, secretFileEndings } from '@nimbus/kernel'

const secretLooking = `{workspace,file}:**${secretFileEndings}`

/** The shipped lowest layer: what needs no question. Everything it does not match asks. */
export const defaultPolicy: PolicyLayer = {
  name: 'defaults',
  rules: [
    { operation: '*', effect: 'read', decide: 'allow', reason: 'reading what the workspace and tools show is allowed' },
    {
      operation: '*',
      effect: 'read',
      resource: secretLooking,
      decide: 'ask',
      reason: 'files that look like secrets or state are asked about',
      match: [
        { operation: 'any.read', resource: 'workspace:.env' },
        { operation: 'any.read', resource: 'workspace:envs/dev/terraform.tfstate' },
      ],
      notMatch: [{ operation: 'any.read', resource: 'workspace:main.tf' }],
    },
    {
      operation: '*',
      effect: ['create', 'update', 'delete'],
      resource: 'nimbus:records/**',
      decide: 'allow',
      reason: "Nimbus's own records are not the world",
    },
    {
      operation: '*',
      effect: ['create', 'update', 'delete'],
      resource: 'nimbus:config/**',
      // How far calls may go, where the record is kept and who is listened to are no matters of taste.
      except: 'nimbus:config/{autonomy,database.*,safety.*,server.hostname}',
      principal: 'person',
      decide: 'allow',
      reason: 'your configuration is yours to change',
    },
    {
      operation: '*',
      effect: 'create',
      resource: 'workspace:**',
      principal: 'person',
      direct: true,
      decide: 'allow',
      reason: 'new files inside the workspace, asked for by a person',
    },
    {
      operation: '*',
      effect: 'update',
      resource: 'workspace:**',
      principal: 'person',
      direct: true,
      unedited: true,
      decide: 'allow',
      reason: 'files that were generated and nobody edited since, generated again by a person',
    },
    {
      operation: '*',
      effect: ['create', 'update'],
      resource: 'agent:**',
      principal: 'person',
      direct: true,
      decide: 'allow',
      reason: 'a program of your own configuration, started by you',
    },
  ],
}
