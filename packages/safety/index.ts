export { type After, postCheck } from './after.ts'
export { type Before, preCheck } from './before.ts'
export { type Blast, blastOf } from './blast-radius.ts'
export { type Checked, refusalOf } from './checked.ts'
export { costOf, mayCost, nanodollars, type Spent, spentSoFar } from './cost.ts'
export { callKey, type During, duringCheck, mostRepeats } from './during.ts'
export { type Amounts, type Limits, limitsFrom } from './limits.ts'
export {
  limited,
  quotaAccounts,
  quotaClaims,
  quotaLines,
  type Taken,
  takenBy,
  takenOf,
  withinQuotas,
} from './quotas.ts'
export { notApprovedCode, type Saved } from './saved.ts'
export { foundBackCode, saidBackCode } from './taken-back.ts'
export { unexpectedCode, unexpectedEffects } from './unexpected.ts'
