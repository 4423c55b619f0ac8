import type { GivenSpend } from '@tocsin/db';
import { GssCode } from '@tocsin/domain';
import { councilMaps, councilSpend, readSpendFile, type SourceDocument } from '@tocsin/sources';

export interface SpendOptions {
  /** GSS code of the council whose files they are; else the folder or file name tells. */
  readonly council?: string;
  /** Takes files with at most half the lines that are usual. */
  readonly acceptFewer?: boolean;
}

/** A spending file of a council, ready to be stored. */
export function givenSpend(
  file: string,
  document: SourceDocument,
  { council, acceptFewer = false }: SpendOptions,
): GivenSpend {
  const named = council === undefined ? {} : { council: codeOf(council) };
  // A file's own address tells more than where it lies; its folder and name do where it has none.
  const url = URL.canParse(document.url) ? document.url : file;
  return {
    ...document,
    sourceId: councilSpend.id,
    acceptFewer,
    open: () => readSpendFile(councilMaps(), { url, body: document.body, ...named }),
  };
}

function codeOf(council: string): string {
  const code = GssCode.safeParse(council.trim().toUpperCase());
  if (code.success) return code.data;
  throw new Error(`--council wants a GSS code such as E08000035, not ${council}`);
}
