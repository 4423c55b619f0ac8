import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readAccounts } from './reader.ts';
import { toLine } from './line.ts';

const folder = new URL('../../../../shared/data/accounts/', import.meta.url);
const isHere = existsSync(folder);

interface Reference {
  readonly file: string;
  readonly figure: string;
  readonly view: string;
  readonly value: string;
}

function references(): readonly Reference[] {
  const [header = '', ...rows] = readFileSync(new URL('ref_figures.csv', folder), 'utf8')
    .trim()
    .split(/\r?\n/);
  const names = header.split(',');
  return rows.map((row) => {
    const cells = row.split(',');
    const at = (name: string) => cells[names.indexOf(name)] ?? '';
    return { file: at('file'), figure: at('figure'), view: at('view'), value: at('value') };
  });
}

function read(file: string) {
  const bytes = readFileSync(new URL(`as_filed/${file}`, folder));
  return toLine(readAccounts(bytes, { fileName: file }));
}

describe.skipIf(!isHere)('accounts as filed (../shared/data/accounts)', () => {
  it('are all read, none refused', () => {
    const refused = readdirSync(new URL('as_filed/', folder)).filter((file) => 'refused' in read(file));
    expect(refused).toEqual([]);
  });

  it('give every reference figure exactly as tagged, for the company and for the group', () => {
    const rows = references();
    const lines = new Map([...new Set(rows.map(({ file }) => file))].map((file) => [file, read(file)]));
    const wrong = rows.flatMap(({ file, figure, view, value }) => {
      const line = lines.get(file);
      if (!line || 'refused' in line) return [`${file}: not read`];
      const figures: Readonly<Record<string, number | undefined>> =
        (view === 'consolidated' ? line.consolidated : line.figures) ?? {};
      return figures[figure] === Number(value)
        ? []
        : [`${file} ${view} ${figure}: ${figures[figure]}, not ${value}`];
    });
    expect(rows.length).toBeGreaterThan(1_900);
    expect(wrong).toEqual([]);
  });

  it('give no figure that the reference does not have', () => {
    const known = new Set(references().map(({ file, view, figure }) => `${file} ${view} ${figure}`));
    const files = new Set(references().map(({ file }) => file));
    const extra = [...files].flatMap((file) => {
      const line = read(file);
      if ('refused' in line) return [file];
      const company = Object.keys(line.figures).map((figure) => `${file}  ${figure}`);
      const group = Object.keys(line.consolidated ?? {}).map((figure) => `${file} consolidated ${figure}`);
      return [...company, ...group].filter((name) => !known.has(name));
    });
    expect(extra).toEqual([]);
  });
});
