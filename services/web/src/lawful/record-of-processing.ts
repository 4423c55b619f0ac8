import {
  catalogueRows,
  columnsIn,
  dataControllers,
  people,
  periods,
  purposes,
  type Purpose,
} from '@tocsin/db';
import type { DocumentPart, LawfulDocument } from './blocks.ts';
import { capital } from './capital.ts';
import { parties } from './roles.ts';

/** The record of processing activities (Article 30 of the UK GDPR): every table, by its purpose. */
export function recordOfProcessing(): LawfulDocument {
  const used = (Object.keys(purposes) as Purpose[]).filter((why) =>
    catalogueRows.some((row) => row.why === why),
  );
  return {
    title: 'Record of processing',
    blocks: [
      {
        text: 'A draft for the controllers to adopt, made from the catalogue of every table of the database. A test fails where a table or a column of words is not in it.',
      },
      { heading: 'Who is what' },
      { columns: ['Party', 'Is', 'For'], rows: parties },
      ...used.flatMap(activity),
      { heading: 'Security' },
      {
        text: 'Row-level security by council, one role of the database for each program, secrets as hashes only, sign-in by OpenID Connect or single-use links, an append-only audit log chained by hashes, encrypted backups: see `SECURITY.md`.',
      },
      { heading: 'Transfers' },
      {
        text: 'None by the service. Where a council has chosen Microsoft Teams or an address of its own, its contract with that provider governs it.',
      },
    ],
  };
}

function activity(why: Purpose): readonly DocumentPart[] {
  const rows = catalogueRows
    .filter((row) => row.why === why)
    .map(({ table, what, controller, people: whose, personal, keep }) => [
      `\`${table}\``,
      what,
      capital(dataControllers[controller]),
      personal === undefined
        ? 'None'
        : `${whose === undefined ? '' : `${capital(people[whose])}: `}${columnsIn(personal)
            .map((column) => `\`${column}\``)
            .join(', ')}`,
      capital(periods[keep]),
    ]);
  return [
    { heading: capital(purposes[why].why) },
    { text: `${capital(purposes[why].basis)}.` },
    { columns: ['Table', 'What a row is', 'Controller', 'Personal data', 'Kept'], rows },
  ];
}
