export {
  defineSource,
  UnreadableDocument,
  type FetchContext,
  type Fetched,
  type Item,
  type Source,
  type SourceDocument,
} from './define-source.ts';
export { sourceById, sources } from './sources.ts';
export { readRegister, type RegisterFault, type RegisterFileLine } from './council-register.ts';
