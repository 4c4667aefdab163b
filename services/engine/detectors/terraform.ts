import { type Detector, filled } from '../project/facts.ts'
import { terragruntFacts } from '../terraform/terragrunt.ts'

/** Terraform, OpenTofu and Terragrunt: what is applied, with which providers, where the state is; modules; what names are made of. */
export const terraform: Detector = {
  section: 'terraform',
  about: 'Roots are applied, modules are called by them.',
  of: 'project',
  async find({ tree }) {
    if (tree.matching(/\.(tf|tofu)(\.json)?$/).length === 0) {
      const facts = filled(terragruntFacts(tree))
      return facts ? { facts } : {}
    }
    // The parser is large, and most projects have nothing for it.
    const { findTerraform } = await import('../terraform/find-terraform.ts')
    return findTerraform(tree)
  },
}
