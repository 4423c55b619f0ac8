export { foldAward, type AwardRelease } from './fold-award.ts';
export { isLive, valueLeft, type ContractTerm } from './contract-term.ts';
export {
  contractOfAward,
  contractOfRegisterLine,
  exposedContract,
  type ContractFacts,
  type RegisterLine,
} from './contract-facts.ts';
export { summariseSpend, type PaymentFacts, type SpendSummary } from './spend.ts';
export {
  contractTotals,
  expose,
  type ContractTotals,
  type ExposeInput,
  type ExposureDetail,
} from './expose.ts';
