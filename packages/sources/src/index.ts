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
export { templateHeader } from './council-register/columns.ts';
export {
  readRegister,
  type RegisterFault,
  type RegisterFile,
  type RegisterFileLine,
} from './council-register/read-register.ts';
