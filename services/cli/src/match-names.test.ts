import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { matchNamesVerb } from './match-names.ts';

let folder: string;
let said: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'match-names-'));
  said = '';
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, 'write').mockImplementation((text) => {
      said += String(text);
      return true;
    });
  }
});

afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true });
});

async function run(names: string | Buffer, register: string): Promise<readonly string[]> {
  const file = (name: string) => path.join(folder, name);
  await writeFile(file('names.csv'), names);
  await writeFile(file('register.csv'), register);
  await matchNamesVerb({ names: file('names.csv'), register: file('register.csv'), out: file('out.csv') });
  return (await readFile(file('out.csv'), 'utf8')).trimEnd().split('\n');
}

const register = `\uFEFFcompany_number,company_name,former_names,postcode,status
1000001,EXAMPLE CARE LIMITED,SAMPLE CARE LIMITED;OLD CARE LIMITED,WF1 2AB,Active
OC300001,EXAMPLE CARE LLP,,,Active
01000002,"EXAMPLE ""AND"" SONS, LIMITED",,,Active
nonsense,NOBODY LIMITED,,,
`;

test('each name gets one row, in order, with outcome, number, score, reason and candidates', async () => {
  const names = `name,postcode,number\nExample Care Ltd,,\nOld Care Ltd,,\nExample Care,,\nExample Care Ltd,,1000002\nUnheard Of Ltd,,\n`;
  const [header, ...rows] = await run(names, register);
  expect(header).toBe('name,outcome,company_number,score,reason,candidates');
  expect(rows[0]).toBe(
    'Example Care Ltd,matched,01000001,70,the same words in the same order (60); the same legal form (10),01000001;OC300001',
  );
  expect(rows[1]).toContain('Old Care Ltd,matched,01000001,68,');
  expect(rows[2]).toMatch(/^Example Care,ambiguous,,60,2 companies fit equally well.*,01000001;OC300001$/);
  expect(rows[3]).toContain('number and name disagree');
  expect(rows[4]).toBe('Unheard Of Ltd,none,,0,no registered name is like it,');
});

test('a company incorporated after the name was first paid is a question, and a day that is none decides nothing', async () => {
  const dated = 'company_number,company_name,incorporated_on\n01000003,EXAMPLE ROADS LIMITED,2021-09-10\n';
  const names =
    'name,paid_from\nExample Roads Ltd,2012-10-04\nExample Roads Ltd,2021-09-10\nExample Roads Ltd,soon\n';
  const [, ...rows] = await run(names, dated);
  expect(rows[0]).toContain('Example Roads Ltd,ambiguous,,26,');
  expect(rows[0]).toContain('incorporated after a payment under this name');
  for (const row of rows.slice(1)) expect(row).toContain('Example Roads Ltd,matched,01000003,70,');
});

test('names survive quoting, and a formula stays inert', async () => {
  const rows = await run('name\n"Example ""and"" Sons, Ltd"\n=1+1\n', register);
  expect(rows[1]).toMatch(/^"Example ""and"" Sons, Ltd",matched,01000002,/);
  expect(rows[2]).toMatch(/^'=1\+1,none,/);
});

test('a register row without a company number is refused aloud, and the rest is used', async () => {
  await run('name\nExample Care Ltd\n', register);
  expect(said).toContain('"nonsense" is not a company number');
  expect(said).toContain('"registerRowsRefused":1');
});

test('a file that is not sound CSV is refused with its name and the line', async () => {
  await expect(run('name\n"Example "Care" Ltd"\n', register)).rejects.toThrow(/names\.csv: .* line 2/);
});

test('a file without the needed column is refused with the columns it has', async () => {
  await expect(run('supplier\nExample Care Ltd\n', register)).rejects.toThrow(
    /names\.csv: no column name; it has supplier/,
  );
});

test('a row with too few cells is read, one with too many is not believed, and every row keeps its place', async () => {
  const rows = await run(
    'name,postcode,number\nOld Care Ltd\n,,\nSmith, Old Care Ltd,WF1,2AB\nExample Care LLP,,\n',
    register,
  );
  expect(rows.slice(1).map((row) => row.split(',').slice(0, 2).join())).toEqual([
    'Old Care Ltd,matched',
    ',none',
    'Smith,none',
    'Example Care LLP,matched',
  ]);
  expect(rows[3]).toContain('a name with a comma needs quotes');
});

test.each([
  ['UTF-16', Buffer.from('\uFEFFname\nCafé Zoë Ltd\n', 'utf16le')],
  ['windows-1252', Buffer.from('name\nCafé Zoë Ltd\n', 'latin1')],
  ['UTF-8 with a byte-order mark', Buffer.from('\uFEFFname\nCafé Zoë Ltd\n')],
])('accents survive a file in %s', async (_, names) => {
  const rows = await run(names, 'company_number,company_name\n01000003,CAFE ZOE LIMITED\n');
  expect(rows[1]).toMatch(/^Café Zoë Ltd,matched,01000003,/);
});

test('an empty file is refused, and what stood in the result before stays', async () => {
  await run('name\nExample Care LLP\n', register);
  await expect(run('', register)).rejects.toThrow(/names\.csv: it is empty; the first row has to name name/);
  expect(await readFile(path.join(folder, 'out.csv'), 'utf8')).toContain('Example Care LLP,matched');
});

test('a result is never written over a file to be read', async () => {
  const names = path.join(folder, 'names.csv');
  await writeFile(names, 'name\nExample Care Ltd\n');
  await expect(matchNamesVerb({ names, register: names, out: names })).rejects.toThrow(/nothing was written/);
  expect(await readFile(names, 'utf8')).toBe('name\nExample Care Ltd\n');
});
