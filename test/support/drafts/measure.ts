import { mutantOf, type WhatItSays } from './mutants.ts';
import {
  CouncilMap,
  councilMaps,
  draftMap,
  mapOfDocument,
  openSpendFile,
  type DraftMap,
  type SpendFile,
} from '@tocsin/sources';

/** How a draft did for one file, beside what is known to be right. */
export interface MeasuredDraft {
  readonly file: string;
  readonly isUndoubted: boolean;
  /** What would be stored otherwise than is right: the first of it, and how many; null for nothing. */
  readonly wrong: { readonly lines: number; readonly first: string } | null;
  readonly doubts: readonly string[];
  /** Lines of the file, and of them those that would be left for a person. */
  readonly refused: number;
}

const RETRIEVED_AT = '2026-11-22T12:00:00.000Z';

/** Drafts a file of a council as if nobody had made a map for that council, and compares what is read with its own map. */
export async function measureDraft(file: string, body: Uint8Array): Promise<MeasuredDraft> {
  const maps = councilMaps();
  const own = mapOfDocument(maps, { url: file });
  if (!own) throw new Error(`no map is known for ${file}`);
  const right = whatItSays(await openSpendFile(maps, { url: file, body }));
  return measureAgainst(right, own, { file, body });
}

/** As `measureDraft`, where what is right is known otherwise: a layout that was made up of the council’s. */
export async function measureAgainst(
  right: WhatItSays,
  own: CouncilMap,
  { file, body }: { readonly file: string; readonly body: Uint8Array },
): Promise<MeasuredDraft> {
  const others = councilMaps().filter(({ gss }) => gss !== own.gss);
  const draft = await drafted(others, own, file, body);
  if (draft instanceof Error)
    return { file, isUndoubted: false, wrong: null, doubts: [draft.message], refused: 0 };
  const doubts = draft.doubts.map(({ about, says }) => `${about}: ${says}`);
  if (doubts.length > 0 || draft.layout === null)
    return { file, isUndoubted: false, wrong: null, doubts, refused: 0 };
  const map = CouncilMap.parse({ ...own, layouts: [draft.layout] });
  const read = whatItSays(await openSpendFile([map], { url: file, body, council: own.gss }));
  return { file, isUndoubted: true, wrong: wrongIn(read, right), doubts, refused: read.refused };
}

async function drafted(
  maps: readonly CouncilMap[],
  { gss, name }: CouncilMap,
  url: string,
  body: Uint8Array,
): Promise<DraftMap | Error> {
  try {
    return await draftMap(maps, { url, body, council: { gss, name } });
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
}

/** All that a file says, of which an order, a department or a purpose is no part. */
export function whatItSays(file: SpendFile): WhatItSays {
  if (file.contracts) {
    const items = [...file.contracts({ url: 'register.csv', retrievedAt: RETRIEVED_AT })];
    const lines = items.flatMap((item) =>
      item.outcome === 'observed' ? item.observations.map(({ content }) => JSON.stringify(content)) : [],
    );
    return { kind: file.series, lines, refused: items.filter(({ outcome }) => outcome === 'refused').length };
  }
  const lines: string[] = [];
  let refused = 0;
  for (const row of file.rows) {
    if (row.outcome === 'refused' || row.outcome === 'held') refused += 1;
    if (!('payment' in row)) continue;
    const { paidOn, pence, payee, mention } = row.payment;
    lines.push([paidOn, pence, mention?.name ?? payee].join(' | '));
  }
  return { kind: file.series, lines, refused };
}

function wrongIn(read: WhatItSays, right: WhatItSays): MeasuredDraft['wrong'] {
  if (read.kind !== right.kind && !(read.kind === 'spend' && right.kind === 'derived'))
    return { lines: read.lines.length, first: `a file of ${right.kind} taken for ${read.kind}` };
  const left = new Map<string, number>();
  for (const line of right.lines) left.set(line, (left.get(line) ?? 0) + 1);
  const odd = read.lines.filter((line) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count <= 0;
  });
  // What is right and was not read has to be among the lines that are left for a person.
  const lost = Math.max(
    0,
    right.lines.length - (read.lines.length - odd.length) - (read.refused - right.refused),
  );
  const [first = 'lines that are lost without a word'] = odd;
  return odd.length + lost === 0 ? null : { lines: odd.length + lost, first };
}

/** As `measureDraft`, of files that are changed by seeds, one after the other, until so many were made. */
export async function measureMutants(
  files: readonly string[],
  bodyOf: (file: string) => Uint8Array,
  { first, count }: { readonly first: number; readonly count: number },
): Promise<readonly (MeasuredDraft & { readonly what: readonly string[] })[]> {
  const measured: (MeasuredDraft & { readonly what: readonly string[] })[] = [];
  for (let seed = first; measured.length < count; seed += 1) {
    const file = files[seed % files.length] ?? '';
    const own = mapOfDocument(councilMaps(), { url: file });
    const mutant = own && (await mutantOf(own, file, bodyOf(file), seed));
    if (!own || !mutant) continue;
    const { what, body, right } = mutant;
    measured.push({ what: [`seed ${seed}`, ...what], ...(await measureAgainst(right, own, { file, body })) });
  }
  return measured;
}
