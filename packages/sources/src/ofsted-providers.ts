import { PROVISION_SOURCE, readCompanyNumber, type SupplierMention } from '@tocsin/domain';
import { z } from 'zod';
import { byHand } from './by-hand.ts';
import { defineTable } from './define-source.ts';
import { readDay } from './tables/day.ts';
import { listedRows, type ListedRow } from './tables/listed-rows.ts';

const PAGE = 'https://www.gov.uk/government/statistics/childrens-social-care-data-in-england';

/** Their names changed from year to year. */
const COLUMNS = {
  urn: { names: ['urn'] },
  type: { names: ['provision type'] },
  status: { names: ['registration status'] },
  council: { names: ['local authority'] },
  sector: { names: ['sector'] },
  places: { names: ['places'] },
  owner: { names: ['organisation which owns the provider', 'organisation'] },
  inspectedOn: { names: ['latest full inspection date', 'inspection date'] },
  judgement: { names: ['overall experiences and progress of children and young people'] },
} as const;

const Provision = z.object({
  urn: z.string(),
  owner: z.string(),
  type: z.string(),
  localAuthority: z.string(),
  places: z.int().nullable(),
  status: z.enum(['active', 'suspended']),
  judgement: z.string().nullable(),
  inspectedOn: z.iso.date().nullable(),
});
type Provision = z.infer<typeof Provision>;

export const ofstedProviders = defineTable({
  id: PROVISION_SOURCE,
  title: 'Children’s social care providers',
  publisher: 'Ofsted',
  homepage: PAGE,
  licence: 'Open Government Licence v3.0',
  description:
    'Every children’s home, fostering agency and other provision of children’s social care that a company or charity owns ' +
    '(some 4,000), as at 31 March of each year, published in July: places, status, judgement and owner. The owner is known by its name alone and is spelled ' +
    'in several ways: a provision under an owner spelled otherwise but for its form, capitals and spacing is the same owner’s. What is said is a ' +
    'sign for a person to look at, never a reason for an alert: who was suspended or judged inadequate, and which provision is no longer on the list of an owner, ' +
    'for it closed or went to another. Provisions of councils, academies and health authorities are left out, and so are names and ' +
    'addresses of provisions. Read by hand each July (`ingest ofsted-providers --from <file>`), since a year’s page has an ' +
    'address of its own. Layouts of 2018 to 2025; not yet met live.',
  ...byHand,
  promise: { edition: 'monthly', lateDays: 366 },
  pace: { requests: 2, perSeconds: 60 },
  expect: { min: 2_000, max: 10_000, leastOfBefore: 0.8 },
  needs: [],
  covers: [],
  row: Provision,

  edition: ({ retrievedAt }) => retrievedAt,

  async *rows(document) {
    for (const row of await listedRows(document, COLUMNS)) {
      const urn = row.cell('urn').replaceAll(' ', '');
      const item = urn === '' ? `row ${row.row}` : urn;
      const provision = readProvision(row, urn);
      if (typeof provision !== 'string') yield { item, outcome: 'row', id: urn, row: provision };
      else if (ignored.has(provision)) yield { item, outcome: 'ignored', reason: provision };
      else yield { item, outcome: 'refused', id: urn || null, reason: provision };
    }
  },

  toObservations(before, after, edition) {
    const said = after && !isInOrder(after) ? after : null;
    const moved = before && (!after || ownerKey(before.owner) !== ownerKey(after.owner)) ? before : null;
    const told = [
      ...(said ? [{ of: said, status: said.status }] : []),
      ...(moved ? [{ of: moved, status: 'left' as const }] : []),
    ];
    // Of an owner whose provision is in order, what stood against it no longer does.
    const isMended = before && after && !said && (moved || !isInOrder(before));
    return {
      withdrawn: isMended ? [refOf(after)] : [],
      observations: told.map(({ of, status }) => ({
        ref: refOf(of),
        occurredOn: status === 'left' ? null : of.inspectedOn,
        publishedAt: edition.publishedAt,
        url: `https://reports.ofsted.gov.uk/provider/16/${of.urn}`,
        quote: null,
        about: mentionOf(of.owner),
        content: {
          kind: 'childrens-provision' as const,
          urn: of.urn,
          type: of.type,
          localAuthority: of.localAuthority,
          places: of.places,
          status,
          judgement: of.judgement,
          inspectedOn: of.inspectedOn,
        },
      })),
    };
  },
});

/** A provision of one owner: of the next one it is another. */
function refOf({ urn, owner }: Provision): string {
  return `${urn}/${ownerKey(owner)}`;
}

function mentionOf(name: string): SupplierMention {
  return { name, ref: null, printedRef: null, postcode: null };
}

/** Active, and judged as most are or not at all. */
function isInOrder({ status, judgement }: Provision): boolean {
  return status === 'active' && judgement !== 'Inadequate';
}

/** An owner but for its form, capitals, spaces and stops: `Homes 2 Inspire Ltd` is `HOMES2INSPIRE Limited`. */
export function ownerKey(owner: string): string {
  return owner
    .toLowerCase()
    .replaceAll(/\b(?:limited|ltd|plc|llp|cic)\b\.?/g, '')
    .replaceAll(/[^\p{L}\p{N}]+/gu, '');
}

const NOT_A_SUPPLIER = 'neither private nor voluntary';
const NO_OWNER = 'no owner is named';
const ignored: ReadonlySet<string> = new Set([NOT_A_SUPPLIER, NO_OWNER]);

/** The provision of a row, or why there is none. */
function readProvision({ cell }: ListedRow<keyof typeof COLUMNS>, urn: string): Provision | string {
  if (!/^(?:SC)?\d+$/.test(urn)) return `URN: “${urn}” is not one`;
  if (!/^(?:private|voluntary)$/i.test(cell('sector'))) return NOT_A_SUPPLIER;
  const owner = ownerOf(cell('owner'));
  if (owner === '') return NO_OWNER;
  const status = statuses[cell('status').toLowerCase()];
  if (!status) return `Registration status: “${cell('status')}” is not on our list`;
  const places = cell('places');
  if (!/^\d*$/.test(places)) return `Places: “${places}” is no number`;
  const printed = cell('inspectedOn');
  const inspectedOn = printed === '' ? null : readDay(printed, ['iso', 'day-first']);
  if (printed !== '' && inspectedOn === null) return `Inspection date: “${printed}” is not a day`;
  return {
    urn,
    owner,
    type: cell('type'),
    localAuthority: cell('council'),
    places: places === '' ? null : Number(places),
    status,
    judgement: cell('judgement') || null,
    inspectedOn,
  };
}

const statuses: Readonly<{ [printed: string]: Provision['status'] }> = {
  active: 'active',
  suspended: 'suspended',
};

/** Without the company number that some printed behind it in 2018: it had lost zeros, and is not proven. */
export function ownerOf(printed: string): string {
  const [behind = '', number = ''] =
    /(?<![\s\d])\s*(?:\(\s*)?(?:comp(?:any)? (?:number|no\.?)\s*)?(\d+)\)?$/i.exec(printed) ?? [];
  return readCompanyNumber(number) === null ? printed : printed.slice(0, -behind.length).trim();
}
