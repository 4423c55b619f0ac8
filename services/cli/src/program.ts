import path from 'node:path';
import { openFor, type Db } from '@tocsin/db';
import { inPlainWords, readSettings } from '@tocsin/runtime';
import { Command } from 'commander';
import { accountForVerb } from './account-for.ts';
import { adminVerb } from './admin.ts';
import { alarmsVerb } from './alarms.ts';
import { auditVerb } from './audit.ts';
import { backupVerb, restoreVerb } from './backup.ts';
import { bounceVerb } from './bounce.ts';
import { checkListVerb } from './check-list.ts';
import { checkVerb } from './check.ts';
import { councilVerb } from './council.ts';
import { diagnosticVerb } from './diagnostic.ts';
import { compareModelsVerb } from './compare-models.ts';
import { evaluateVerb } from './evaluate.ts';
import { holdVerb } from './hold.ts';
import { ledgerVerb } from './ledger.ts';
import { ingestVerb } from './ingest.ts';
import { matchNamesVerb } from './match-names.ts';
import { mapSpendVerb } from './map-spend.ts';
import { publicDataVerb } from './public-data.ts';
import { queuesVerb } from './queues.ts';
import { readAccountsVerb } from './read-accounts.ts';
import { registerVerb } from './register.ts';
import { releaseModelVerb } from './release-model.ts';
import { rekeyCouncilVerb } from './rekey-council.ts';
import { replayVerb } from './replay.ts';
import { rescoreVerb } from './rescore.ts';
import { removeSampleVerb, sampleVerb } from './sample.ts';
import { setupVerb } from './setup.ts';
import { standingVerb } from './standing.ts';
import { troublesVerb } from './troubles.ts';
import type { Verb } from './verbs.ts';

/** What a person says of a spending file that is in doubt. */
const COLUMN = 'which column is the date, amount, supplier, … (a heading, its place from 1, or none)';
const KIND = 'spend (invoices paid), card (a statement of purchasing cards) or contracts (a register)';
const DATES = 'day-first or month-first';
const AS_DRAFTED = 'a person has looked at the rest, and takes it as it is drafted';

const program = new Command('tocsin').description('Supplier-risk early warning for English councils');

/** A verb of which is said what it needs: without that nobody could run it from a clone. */
function verb(usage: Verb | `${Verb} ${string}`) {
  return program.command(usage);
}

verb('ingest <source-id>')
  .description('feed recorded documents through the same path as fetched ones')
  .requiredOption('--from <file or folder>', 'documents to read')
  .option('--retrieved-at <instant>', 'when they were fetched (default: now)')
  .option('--council <GSS>', 'council-spend: whose files they are (default: as folder or file are called)')
  .option('--page <address>', 'council-spend: where a council without a map publishes the files')
  .option('--column <role=heading...>', `council-spend: ${COLUMN}`)
  .option('--kind <kind>', `council-spend: ${KIND}`)
  .option('--dates <order>', `council-spend: ${DATES}`)
  .option('--as-drafted', `council-spend: ${AS_DRAFTED}`)
  .option(
    '--accept-fewer',
    'council-spend: take a file with half the usual lines; lists: one that has shrunk',
  )
  .action((sourceId: string, options) => withDatabase((db) => ingestVerb(db, sourceId, options)));
verb('register')
  .description('take in a council’s own contract register; it stays private to the council')
  .requiredOption('--council <GSS>', 'GSS code of the council')
  .requiredOption(
    '--file <csv or xlsx>',
    'supplier, company number, title, value, start, end, critical, owner',
  )
  .option(
    '--sheet <name or number>',
    'the sheet of a workbook; the default is all that have the same headings',
  )
  .option('--header-row <number>', 'the row of the headings; the default is the first that holds them')
  .option('--accept-fewer', 'save a register that ties fewer suppliers than the one in force')
  .action((options) => withDatabase((db) => registerVerb(db, options)));
verb('setup')
  .description('council, recipients, keys and sources; can be run again')
  .option('--council <GSS>')
  .option('--recipient <address...>')
  .option('--sources <ids>', 'all, none, or a list separated by commas')
  .option('--companies-house-key <key>', 'REST key: status, cases, filings and accounts of suppliers')
  .option('--companies-house-stream-key <key>', 'streaming key: changes within seconds')
  .option('--direction <date>', 'day of a section 24 direction to the council, which is to be replaced')
  .option('--fvra <json>', 'thresholds of the Financial Viability Risk Assessment, from its guidance')
  .action((options) => withDatabase((db) => setupVerb(db, options)));
verb('check-list')
  .description(
    'which company each supplier of a council’s own list is: the same rows out, nobody watched for it',
  )
  .requiredOption('--council <GSS>', 'whose list it is')
  .requiredOption('--file <csv or xlsx>', 'the list, as a finance or tendering system exports it')
  .requiredOption('--out <csv>', 'where the same rows go with what was found')
  .action((options) => withDatabase((db) => checkListVerb(db, options)));
verb('admin')
  .description(
    'who may sign in to a server: the first administrator of a council, directories, the national body',
  )
  .option('--invite <address>', 'invite somebody; prints the link of the invitation')
  .option('--allow <tenant>', 'let the people of a directory (its tenant id) sign in once they are invited')
  .option('--disallow <tenant>', 'take a directory off the list: its people may do nothing any more')
  .option('--council <GSS...>', 'for which council, or councils of a directory')
  .option('--national', 'for the national body')
  .option('--role <role...>', 'with --invite: as what (default: administrator)')
  .option('--by-link', 'with --invite: signs in by links in mails, not by a directory')
  .option('--name <name>', 'with --allow: what people know the organisation by')
  .option('--issuer <url>', 'with --allow: who signs its tokens (default: Entra ID)')
  .action((options) => withDatabase((db) => adminVerb(db, options)));
verb('rekey-council <old-gss> <new-gss>')
  .description('give a council its new GSS code, with everything that is stored for it')
  .action((old: string, now: string) => withDatabase((db) => rekeyCouncilVerb(db, old, now)));
verb('check <company-number>')
  .description('a supplier on one screen, from whatever is stored')
  .action((number: string) => withDatabase((db) => checkVerb(db, number)));
verb('load-register <file>')
  .description('the register of companies (BasicCompanyData, zip or csv), for matching names')
  .option('--accept-fewer', 'take a file with under 80 % of the companies that are loaded')
  .action((file: string, options) =>
    withDatabase((db) => ingestVerb(db, 'register-of-companies', { ...options, from: file })),
  );
verb('read-accounts <paths...>')
  .description('figures of filed accounts (iXBRL, XBRL, packs) as NDJSON')
  .option('--out <file>', 'where to write (default: stdout)')
  .action(readAccountsVerb);
verb('match-names')
  .description('tie printed names to the companies of a register, or abstain')
  .requiredOption('--names <csv>', 'name[,postcode][,number]')
  .requiredOption('--register <csv>', 'company_number,company_name[,former_names][,postcode][,status]')
  .requiredOption('--out <csv>', 'one row per name, in order')
  .action(matchNamesVerb);
verb('account-for <paths...>')
  .description('what becomes of every record of spending files, contract registers and notices, to the penny')
  .option('--council <GSS>', 'whose files they are (default: as folder or file are called)')
  .action(accountForVerb);
verb('map-spend <file>')
  .description('draft a map for a council’s spending file, and say what a person must confirm')
  .option('--council <GSS>', 'whose file it is')
  .option('--name <name>', 'what the council is called, where no map names it')
  .option('--page <address>', 'the page on which the council lists its files')
  .option('--column <role=heading...>', COLUMN)
  .option('--kind <kind>', KIND)
  .option('--dates <order>', DATES)
  .option('--as-drafted', AS_DRAFTED)
  .option('--save', 'write it where maps stand that everybody shares')
  .action(mapSpendVerb);
verb('evaluate')
  .description('measure the score and the classical formulas on open failure data')
  .option('--data <folder>', 'default ../shared/data/models')
  .option('--uk <folder>', 'accounts.ndjson, outcomes.csv and about.json of UK companies')
  .option('--refit', 'fit the points of accounts again and write them into the source of the score')
  .option('--card', 'write what was measured, MODEL.md and the transparency record')
  .action(evaluateVerb);
verb('replay [case]')
  .description('the score over dated public records of failures and survivors, day by day')
  .option('--data <folder>', 'cases.json and cases_events.csv; default ../shared/data/models')
  .action(replayVerb);
verb('release-model <version>')
  .description('make a version of the table of the score as it stands, and freeze what it says')
  .action((version: string) => releaseModelVerb(version));
verb('compare-models <old> <new>')
  .description('which suppliers another version of the score would move, and why; nobody is told')
  .action((old: string, next: string) => withDatabase((db) => compareModelsVerb(db, old, next)));
verb('rescore')
  .description(
    'score every supplier again after a change of model; what ended or lapsed by it is told in one mail a council',
  )
  .action(() => withDatabase(rescoreVerb));
verb('public-data')
  .description(
    'real documents that tests and figures are taken on: where each is from; fetches those published unchanged',
  )
  .option('--check <folder>', 'fetch nothing; compare the files of a folder with the list')
  .option('--into <folder>', 'where to put what is fetched (default .tocsin/public-data)')
  .option('--list <folder>', 'make the list anew from the files and manifests of a folder')
  .action(publicDataVerb);
verb('queues')
  .description(
    'messages between the services: how many are open, put aside and finished, and why they were put aside',
  )
  .option('--redrive', 'send every message that was put aside again')
  .option('--trim', 'drop messages that were finished more than a month ago, as is done once a day')
  .action((options) => withDatabase((db) => queuesVerb(db, options)));
verb('standing')
  .description(
    'how queues, sources and mail stand, as the operator: numbers and codes, nothing that anybody wrote',
  )
  .action(() => asOperator(standingVerb));
verb('alarms')
  .description('what is wrong with the system and how it stands, as on the operator’s page')
  .action(() => asOperator(alarmsVerb));
verb('troubles [source-id]')
  .description('what could not be read of the sources, item by item: why, and when it is tried again')
  .option('--retry', 'try it again now')
  .option('--item <item>', 'with --retry: only this one')
  .action((sourceId: string | undefined, options) =>
    withDatabase((db) => troublesVerb(db, sourceId, options)),
  );
verb('bounce')
  .description(
    'take in a mail that came back, from stdin: that one did not arrive (RFC 3464) or is not wanted (ARF)',
  )
  .action(() => withDatabase((db) => bounceVerb(db, process.stdin)));
verb('audit')
  .description('the log of who did what')
  .requiredOption('--verify', 'recompute every chain; ends with code 1 if an entry was altered or taken out')
  .action(() => withDatabase(auditVerb));
verb('ledger')
  .description(
    'the sealed ledger: how every supplier stood, month by month, before anybody knew what became of it',
  )
  .argument(
    '<seal|open|verify>',
    'seal this month; lay one open and count what came of it; check the whole chain',
  )
  .argument('[month]', 'of open: which, as 2026-11')
  .option('--months <n>', 'of open: within so many months of the seal', '12')
  .option('--to <folder>', 'of open: write the months and these leaves there, for the verifier')
  .action((act, month, options) => withDatabase((db) => ledgerVerb(db, act, month, options)));
verb('council')
  .description('everything that a council is controller of: written into a folder, or erased')
  .option('--export <gss>', 'whose is written, by --to')
  .option('--to <folder>', 'a new folder')
  .option('--erase <gss>', 'whose is erased; asks for the name of the council')
  .option('--name <name>', 'the name of the council, where nobody can be asked')
  .action((options) => withDatabase((db) => councilVerb(db, options)));
verb('hold')
  .description('what a council keeps until a request for information or a dispute is settled')
  .requiredOption('--council <gss>', 'whose')
  .option('--for <foi|dispute>', 'record one')
  .option('--reference <text>', 'by which the council knows it')
  .option('--supplier <number>', 'about this supplier; everything of the council where it is left out')
  .option('--release <number>', 'end the one of this number')
  .action((options) => withDatabase((db) => holdVerb(db, options)));
verb('diagnostic')
  .description('what councils came to in the national diagnostic, private to each')
  .requiredOption('--file <file>', 'CSV with the columns gss, year, code, level')
  .action((options) => withDatabase((db) => diagnosticVerb(db, options)));
verb('backup <folder>')
  .description('every row of the database as of one moment, councils’ private ones too, into a new folder')
  .option('--passphrase-file <file>', 'encrypt it with the passphrase in this file')
  .action((folder: string, options) =>
    backupVerb(readSettings(process.env).DATABASE_URL, path.resolve(folder), options),
  );
verb('restore <folder>')
  .description('put a backup into an empty database; all of it, or nothing where it is not whole')
  .option('--passphrase-file <file>', 'the passphrase that it was encrypted with')
  .action((folder: string, options) =>
    restoreVerb(readSettings(process.env).DATABASE_URL, path.resolve(folder), options),
  );
verb('sample')
  .description('replay the sample of the public record, or take it out again')
  .option('--remove', 'take out what the sample brought, and its alerts; what you loaded stays')
  .action(({ remove }: { remove?: boolean }) => withDatabase(remove ? removeSampleVerb : sampleVerb));

/** Runs what was typed after `tocsin`; a failure is told on stderr and in the exit code of the process. */
export async function runTocsin(typed: readonly string[]): Promise<void> {
  try {
    await program.parseAsync(typed, { from: 'user' });
  } catch (error) {
    process.stderr.write(`${inPlainWords(error)}\n`);
    process.exitCode = 1;
  }
}

/** As a role that reads no message, no name and no text. */
async function asOperator(work: (db: Db) => Promise<void>): Promise<void> {
  const { DATABASE_URL, DATABASE_URL_OPERATOR = DATABASE_URL } = readSettings(process.env);
  await withOpen(openFor('operator', DATABASE_URL_OPERATOR, { max: 1 }), work);
}

async function withDatabase(work: (db: Db) => Promise<void>): Promise<void> {
  await withOpen(openFor('command line', readSettings(process.env).DATABASE_URL, { max: 2 }), work);
}

async function withOpen(db: Db, work: (db: Db) => Promise<void>): Promise<void> {
  try {
    await work(db);
  } finally {
    await db.destroy();
  }
}
