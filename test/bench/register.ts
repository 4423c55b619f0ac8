import { createReadStream, createWriteStream, readFileSync, statSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { finished, pipeline } from 'node:stream/promises';
import { migrate, type RegisterLoad } from '@tocsin/db';
import { roleUrl, startPostgres } from '@tocsin/infra';
import { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { parse } from 'csv-parse/sync';
import { serverFolder } from '../support/faults-folder.ts';
import { bundled } from '../support/system-bundle.ts';
import { createLookAlikes, createRandom } from '../support/look-alike-names.ts';

/** Rows of the register in November 2026. */
const ROWS = 5_500_000;
const GOAL = 0.35;
const COLUMNS = 55;

const { values: given } = parseArgs({
  options: { rows: { type: 'string' }, write: { type: 'string' }, file: { type: 'string' } },
});
const wanted = Number(given.rows) || ROWS;
if (given.write !== undefined) {
  await writeRegister(given.write, wanted);
  process.exit(0);
}
const { folder, remove } = serverFolder();
const file = given.file ?? path.join(folder, 'BasicCompanyDataAsOneFile.csv');
// Made by a process of its own: what making it takes is no part of what loading it takes.
const self = fileURLToPath(import.meta.url);
if (given.file === undefined)
  execFileSync(process.execPath, [
    '--import',
    import.meta.resolve('tsx'),
    self,
    '--rows',
    String(wanted),
    '--write',
    file,
  ]);
const postgres = await startPostgres(folder);
try {
  await migrate(postgres.url);
  const bare = await bareCopy(postgres.url);
  const { companies: rows, keys, seconds, memoryMb } = await load(roleUrl(postgres.url, 'tocsin_worker'));
  const { copy, indexes } = seconds;
  const figure = rows / (copy + indexes);
  console.log(
    `file ${(statSync(file).size / 1e6).toFixed(0)} MB; companies and ${keys} blocking keys ${copy} s ` +
      `(${(bare / copy).toFixed(2)} of bare COPY), indexes and swap ${indexes} s; bare COPY ${bare.toFixed(1)} s`,
  );
  const reference = {
    what: 'bare COPY of the same bytes into one table without indexes, rows/s',
    figure: Math.round(rows / bare),
  };
  const ratio = Math.round((figure / reference.figure) * 100) / 100;
  console.log(
    JSON.stringify({
      bench: 'register',
      figure: Math.round(figure),
      unit: 'rows/s until names can be matched',
      reference,
      ratio,
      goal: GOAL,
      memoryMb,
    }),
  );
} finally {
  await postgres.stop();
  remove();
}

/** The loader in a process of its own, as it is shipped: its memory is nobody else's. */
async function load(url: string): Promise<RegisterLoad & { readonly memoryMb: number }> {
  const loader = await bundled('test/support/register-loader.ts');
  const said = execFileSync(process.execPath, [loader, url, file], { encoding: 'utf8' });
  return JSON.parse(said.trimEnd().split('\n').at(-1) ?? '');
}

async function bareCopy(url: string): Promise<number> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const columns = Array.from({ length: COLUMNS }, (_, at) => `c${at} text`).join(', ');
  await client.query(`create table bare (${columns})`);
  const began = performance.now();
  await pipeline(
    createReadStream(file, { highWaterMark: 1_048_576 }),
    client.query(copyFrom('copy bare from stdin (format csv, header)')),
  );
  const seconds = (performance.now() - began) / 1000;
  await client.query('drop table bare');
  await client.end();
  return seconds;
}

/** A made-up register in the official layout: look-alike names, former names and postcodes as often as in the real one. */
async function writeRegister(to: string, count: number): Promise<void> {
  const previous = Array.from(
    { length: 10 },
    (_, at) => `PreviousName_${at + 1}.CONDATE, PreviousName_${at + 1}.CompanyName`,
  );
  const header =
    'CompanyName, CompanyNumber,RegAddress.CareOf,RegAddress.POBox,RegAddress.AddressLine1, RegAddress.AddressLine2,RegAddress.PostTown,RegAddress.County,RegAddress.Country,RegAddress.PostCode,CompanyCategory,CompanyStatus,CountryOfOrigin,DissolutionDate,IncorporationDate,Accounts.AccountRefDay,Accounts.AccountRefMonth,Accounts.NextDueDate,Accounts.LastMadeUpDate,Accounts.AccountCategory,Returns.NextDueDate,Returns.LastMadeUpDate,Mortgages.NumMortCharges,Mortgages.NumMortOutstanding,Mortgages.NumMortPartSatisfied,Mortgages.NumMortSatisfied,SICCode.SicText_1,SICCode.SicText_2,SICCode.SicText_3,SICCode.SicText_4,LimitedPartnerships.NumGenPartners,LimitedPartnerships.NumLimPartners,URI,' +
    `${previous.join(',')},ConfStmtNextDueDate, ConfStmtLastMadeUpDate`;
  const out = createWriteStream(to, { highWaterMark: 4_194_304 });
  out.write(`${header}\n`);
  const random = createRandom(7);
  const nextName = createLookAlikes([], realNames(), random);
  for (let number = 1; number <= count; number += 1) {
    const name = nextName();
    const id = String(number).padStart(8, '0');
    const former = random() < 0.12 ? ['01/02/2015', `FORMERLY ${name}`] : ['', ''];
    const cells = [
      name,
      id,
      '',
      '',
      `${number % 200} HIGH STREET`,
      '',
      'LEEDS',
      'WEST YORKSHIRE',
      'ENGLAND',
      `LS${number % 29} ${number % 10}AB`,
      'Private Limited Company',
      'Active',
      'United Kingdom',
      '',
      '29/06/2011',
      '31',
      '12',
      '30/09/2026',
      '31/12/2024',
      'TOTAL EXEMPTION FULL',
      '27/07/2017',
      '29/06/2016',
      '1',
      '0',
      '0',
      '1',
      '70229 - Management consultancy activities other than financial management',
      '',
      '',
      '',
      '0',
      '0',
      `http://business.data.gov.uk/id/company/${id}`,
      ...former,
      ...Array.from({ length: 18 }, () => ''),
      '13/07/2026',
      '29/06/2025',
    ];
    if (!out.write(`"${cells.join('","')}"\n`)) await once(out, 'drain');
  }
  out.end();
  await finished(out);
}

/** Names of the real slice: the made-up ones are distributed like them. */
function realNames(): readonly string[] {
  const slice = new URL('../../../shared/data/names/register_names_slice.csv', import.meta.url);
  const entries: { readonly register_name_2019_2026: string }[] = parse(readFileSync(slice), {
    columns: true,
    bom: true,
  });
  return entries.map((entry) => entry.register_name_2019_2026);
}
