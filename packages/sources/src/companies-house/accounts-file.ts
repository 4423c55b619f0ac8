/** One filing: its document as it is read, or why there is none. */
export type AccountsFile =
  | { readonly name: string; readonly chunks: AsyncIterable<Uint8Array> }
  | { readonly name: string; readonly refused: string };
