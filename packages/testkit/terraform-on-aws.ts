import { motoServer } from './aws-emulator.ts'
import { type Absent, type RealTerraform, realTerraform } from './real-terraform.ts'

/** Terraform and an AWS emulator for tests that apply, or what is missing in words for a skipped test. */
export const terraformOnAws = (): { terraform: RealTerraform; moto: string } | Absent => {
  const terraform = realTerraform()
  if ('absent' in terraform) return terraform
  const moto = motoServer()
  return typeof moto === 'string' ? { terraform, moto } : moto
}
