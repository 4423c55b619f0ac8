import { existsSync, realpathSync } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import {
  audit,
  findRecipients,
  findSourcesOn,
  findSourceStates,
  isOfSample,
  readSetting,
  saveDirection,
  saveRecipient,
  writeSetting,
  type Db,
} from '@tocsin/db';
import { bandsAtRisk, IsoDate } from '@tocsin/domain';
import { openLiveSettings, settingsFile } from '@tocsin/runtime';
import { readFvraThresholds } from '@tocsin/scoring';
import { sources } from '@tocsin/sources';
import { councilByCode, loadCouncils } from './councils.ts';
import { keys, livenessLine } from './liveness.ts';

interface SetupOptions {
  readonly council?: string;
  readonly recipient?: readonly string[];
  readonly sources?: string;
  readonly companiesHouseKey?: string;
  readonly companiesHouseStreamKey?: string;
  readonly direction?: string;
  /** JSON file: `{"<metric>": {"amber": number, "red": number}}`, from the guidance. */
  readonly fvra?: string;
}

/**
 * `setup`: which council, who is told, which keys, which sources. What is not given as an option is asked for on a
 * terminal; an empty answer leaves things as they are, so that it can be run again at any time. Ends by saying whether
 * anything is read from publishers now, and why.
 */
export async function setupVerb(db: Db, options: SetupOptions): Promise<void> {
  const setting = openLiveSettings(process.env, settingsFile(process.env));
  const councils = await loadCouncils(db);
  const ask = process.stdin.isTTY ? asker() : undefined;
  const code = options.council ?? (await ask?.('GSS code of your council, e.g. E10000025: ')) ?? '';
  const addresses =
    options.recipient ?? words(await ask?.('E-mail addresses to tell, separated by commas: '));
  const given: Readonly<Record<KeyName, string | undefined>> = {
    COMPANIES_HOUSE_KEY: options.companiesHouseKey,
    COMPANIES_HOUSE_STREAM_KEY: options.companiesHouseStreamKey,
  };
  const entered: Partial<Record<KeyName, string>> = {};
  for (const name of keyNames)
    entered[name] = given[name] ?? (await ask?.(`${name} brings ${keys[name]} (empty: as it is): `)) ?? '';
  const on = (await readSetting(db, 'sources')) ?? [];
  const wanted =
    options.sources ?? (await ask?.(`Sources to switch on (all, none, or of: ${ids().join(', ')}): `)) ?? '';
  ask?.close();
  if (addresses.length > 0) await tell(db, councilByCode(councils, code).gss, addresses);
  if (code !== '') await writeSetting(db, 'council', councilByCode(councils, code).gss);
  for (const name of keyNames) if (entered[name]) await keepInEnv(name, entered[name]);
  if (wanted !== '') await writeSetting(db, 'sources', chosen(wanted));
  if (options.fvra) await enterThresholds(db, options.fvra);
  if (options.direction) await direct(db, councilByCode(councils, code).gss, options.direction);
  const isSet = (name: string) => setting(name) !== undefined;
  const live = livenessLine(sources, await findSourcesOn(db), isSet, await findSourceStates(db));
  const told = code === '' ? [] : await findRecipients(db, councilByCode(councils, code).gss);
  const state = {
    council: code === '' ? null : councilByCode(councils, code).name,
    recipientsAdded: addresses.length,
    told,
    sources: wanted === '' ? on : chosen(wanted),
    companiesHouseKey: isSet('COMPANIES_HOUSE_KEY') ? 'set' : 'not set',
    companiesHouseStreamKey: isSet('COMPANIES_HOUSE_STREAM_KEY') ? 'set' : 'not set',
    live,
  };
  process.stdout.write(`${JSON.stringify(state)}\n`);
  const ofSample = told.filter(isOfSample);
  if (ofSample.length > 0)
    process.stderr.write(
      `Told as well, until the sample is removed, of whatever is told at this council: ${ofSample.join(', ')} (made up).\n`,
    );
  process.stderr.write(`${live}\n`);
}

type KeyName = keyof typeof keys;
const keyNames = Object.keys(keys) as KeyName[];

/** Pages rate the metrics of the FVRA by these from now on. */
async function enterThresholds(db: Db, file: string): Promise<void> {
  const thresholds = JSON.parse(await readFile(file, 'utf8')) as unknown;
  readFvraThresholds(thresholds);
  await writeSetting(db, 'fvra-thresholds', thresholds);
}

type Ask = ((question: string) => Promise<string>) & { readonly close: () => void };

function asker(): Ask {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  return Object.assign(async (question: string) => (await terminal.question(question)).trim(), {
    close: () => terminal.close(),
  });
}

function words(text: string | undefined): string[] {
  return (text ?? '').split(/[\s,;]+/).filter((word) => word !== '');
}

function ids(): string[] {
  return sources.map(({ id }) => id);
}

function chosen(wanted: string): string[] {
  if (wanted === 'all') return ids();
  if (wanted === 'none') return [];
  const named = words(wanted);
  const unknown = named.filter((id) => !ids().includes(id));
  if (unknown.length > 0)
    throw new Error(`No such source: ${unknown.join(', ')}. There are: ${ids().join(', ')}`);
  return named;
}

async function tell(db: Db, council: string, addresses: readonly string[]): Promise<void> {
  const wrong = addresses.filter((address) => !/^[^\s@]+@[^\s@]+$/.test(address));
  if (wrong.length > 0) throw new Error(`Not an e-mail address: ${wrong.join(', ')}`);
  await db.transaction().execute(async (trx) => {
    for (const address of addresses)
      await saveRecipient(trx, {
        council,
        address,
        role: 'procurement officer',
        levels: [...bandsAtRisk],
      });
    await audit(trx, {
      council,
      actor: 'command line',
      action: 'added recipients',
      subject: council,
      detail: { addresses: addresses.length },
    });
  });
}

/** The day of a section 24 direction: from then on contracts that may need consent are flagged. */
async function direct(db: Db, council: string, day: string): Promise<void> {
  const read = IsoDate.safeParse(day);
  if (!read.success) throw new Error(`--direction: “${day}” is not a date, such as 2026-05-01`);
  await db.transaction().execute((trx) => saveDirection(trx, council, read.data));
}

/** Keys live in `.env` of the clone, never in the database. The file is whole at any moment, also where the disk is full. */
async function keepInEnv(name: string, value: string): Promise<void> {
  const named = settingsFile(process.env);
  const file = existsSync(named) ? realpathSync(named) : named;
  const before = existsSync(file) ? await readFile(file, 'utf8') : '';
  const others = before.split('\n').filter((line) => line !== '' && !line.startsWith(`${name}=`));
  const draft = `${file}.new`;
  try {
    await writeFile(draft, `${[...others, `${name}=${value}`].join('\n')}\n`, { mode: 0o600 });
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
