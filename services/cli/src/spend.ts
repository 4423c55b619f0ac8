import {
  findFormerCodes,
  recordDocument,
  recordSpendFiles,
  underCurrentCodes,
  type Db,
  type GivenDocument,
  type GivenSpend,
  type IngestReport,
} from '@tocsin/db';
import { GssCode } from '@tocsin/domain';
import { councilMaps, councilSpend, readSpendFile, type SourceDocument } from '@tocsin/sources';

export interface SpendOptions {
  /** GSS code of the council whose files they are; else the folder or file name tells. */
  readonly council?: string;
  /** Takes files with at most half the lines that are usual. */
  readonly acceptFewer?: boolean;
}

/** Documents with the files that they were read from. */
export type ReadFiles = AsyncIterable<{ readonly file: string; readonly document: SourceDocument }>;

/** Stores files of councils: payments in bulk, and the contracts of registers as any other source's documents. */
export async function* recordCouncilFiles(
  db: Db,
  files: ReadFiles,
  options: SpendOptions,
): AsyncGenerator<IngestReport> {
  const registers: GivenDocument[] = [];
  const open = await opener(db, options);
  async function* payments(): AsyncGenerator<GivenSpend> {
    for await (const { file, document } of files) {
      const opened = await open(file, document);
      const given = { ...document, sourceId: councilSpend.id };
      const contracts = opened instanceof Error ? undefined : opened.contracts;
      if (contracts) registers.push({ ...given, asOf: null, parse: () => contracts(document) });
      else
        yield {
          ...given,
          acceptFewer: options.acceptFewer ?? false,
          open: () => Promise.resolve(opened),
        };
    }
  }
  yield* recordSpendFiles(db, payments());
  for (const given of registers) yield await recordDocument(db, given);
}

/** Reads files by the maps of councils under the codes that these have now. */
async function opener(db: Db, { council }: SpendOptions) {
  const maps = await underCurrentCodes(db, councilMaps());
  const former = await findFormerCodes(db);
  const code = council === undefined ? undefined : codeOf(council);
  const named = code === undefined ? {} : { council: former.get(code) ?? code };
  return (file: string, document: SourceDocument) => {
    // A file's own address tells more than where it lies; its folder and name do where it has none.
    const url = URL.canParse(document.url) ? document.url : file;
    return readSpendFile(maps, { url, body: document.body, ...named });
  };
}

function codeOf(council: string): GssCode {
  const code = GssCode.safeParse(council.trim().toUpperCase());
  if (code.success) return code.data;
  throw new Error(`--council wants a GSS code such as E08000035, not ${council}`);
}
