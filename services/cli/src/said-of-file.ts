import { draftMap, SaidOfFile } from '@tocsin/sources';

/** What a person says of a spending file on the command line, where it is in doubt. */
export interface SaidOptions {
  /** `role=heading`, or `role=place` counted from 1, or `role=none`; several. */
  readonly column?: readonly string[];
  readonly kind?: string;
  readonly dates?: string;
  readonly asDrafted?: boolean;
}

/** Reads what a person said of a file. Throws, naming the columns that the file has, for one that it has not. */
export async function saidOf(
  { column = [], kind, dates, asDrafted }: SaidOptions,
  file: { readonly url: string; readonly body: Uint8Array },
): Promise<SaidOfFile> {
  const columns = column.length === 0 ? undefined : placesOf(column, (await draftMap([], file)).columns);
  const said = SaidOfFile.safeParse({
    ...(kind === undefined ? {} : { kind }),
    ...(dates === undefined ? {} : { dates }),
    ...(asDrafted === true ? { asDrafted } : {}),
    ...(columns === undefined ? {} : { columns }),
  });
  if (said.success) return said.data;
  const [issue] = said.error.issues;
  throw new Error(`--${issue?.path.join(' ') ?? ''}: ${issue?.message ?? said.error.message}`);
}

function placesOf(
  given: readonly string[],
  columns: readonly { readonly at: number; readonly name: string }[],
): Record<string, number | null> {
  return Object.fromEntries(
    given.map((one) => {
      const [role = '', ...rest] = one.split('=');
      const heading = rest.join('=').trim();
      if (heading === 'none') return [role, null];
      const found =
        columns.filter(({ name }) => name.toLowerCase() === heading.toLowerCase())[0] ??
        columns.find(({ at }) => /^\d+$/.test(heading) && at === Number(heading) - 1);
      if (found) return [role, found.at];
      const has = columns.map(({ at, name }) => (name === '' ? String(at + 1) : `“${name}”`)).join(', ');
      throw new Error(`--column ${one}: the file has no column “${heading}”; it has ${has}`);
    }),
  );
}
