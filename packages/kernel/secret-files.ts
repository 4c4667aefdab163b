import { globMatches } from './glob.ts'

/**
 * How the names of files end that usually hold secrets or state: environment files, keys, credentials of common
 * tools, Terraform state.
 */
export const secretFileEndings =
  '{.env,.env.*,*.pem,*.key,*.pfx,*.p12,id_rsa,id_ed25519,credentials,.netrc,.npmrc,.pgpass,*.tfstate,*.tfstate.*,*.tfvars.secret,kubeconfig}'

/** Whether a path looks like a file of secrets or state, whose contents are asked about before they are shown. */
export const looksSecret = (path: string): boolean => globMatches(`**${secretFileEndings}`, path)
