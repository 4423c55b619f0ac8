import { Readable } from 'node:stream';
import {
  asCouncil,
  findHeldContracts,
  findPaymentFiles,
  findPaymentLines,
  findSupplierNames,
  type OwnSpend,
  type PaymentFile,
  type PaymentLine,
  type SupplierName,
} from '@tocsin/db';
import { addMonths, IsoDate, Money } from '@tocsin/domain';
import { z } from 'zod';
import { dayAsked } from '../calendar.ts';
import { latestDay } from '../pages.ts';
import { councilOf } from '../person.ts';
import type { Ports } from '../ports.ts';
import { Refusal } from '../refusal.ts';
import { operation } from './operation.ts';

/** Lines of one look at the database: what is held of an answer, however long it is. */
const LINES = 1_000;

const PaymentTold = z.object({
  paidOn: IsoDate,
  /** How exact the day is: files may give a month only. */
  dated: z.enum(['day', 'month', 'quarter', 'file']),
  /** The council that paid: yours, or one that became part of it. */
  council: z.string(),
  payee: z.enum(['named', 'individual', 'redacted', 'unnamed']),
  /** As it is printed; null where the payee is a person, withheld or missing. */
  payeeName: z.string().nullable(),
  /** Null where the name is tied to nobody. */
  supplier: z.object({ key: z.string(), number: z.string().nullable(), name: z.string() }).nullable(),
  /** In its VAT basis; negative where it was taken back. */
  amount: Money,
  department: z.string().nullable(),
  purpose: z.string().nullable(),
  category: z.string().nullable(),
  transactionRef: z.string().nullable(),
  /** Whether the file is published, or your council handed it in alone. */
  origin: z.enum(['published', 'own']),
  /** Of the file as it was received. */
  sha256: z.string(),
  /** The line of the file. */
  row: z.int(),
});

const Days = z.object({
  from: IsoDate.optional().meta({
    description: 'First day; a year before `to` by default.',
    example: '2025-12-01',
  }),
  to: IsoDate.optional().meta({
    description: 'Last day; the newest that there is by default.',
    example: '2026-11-30',
  }),
});

export const streamPayments = operation({
  id: 'streamPayments',
  path: '/payments',
  tag: 'Our council',
  summary: 'What your council paid, one payment a line (JSON Lines), file by file as each was published',
  query: Days,
  answer: PaymentTold,
  streams: true,
  find: async ({ ports, request, reply, query }) => {
    const to = dayAsked(query.to, await latestDay(ports));
    const from = query.from ?? addMonths(to, -12);
    if (from > to) throw new Refusal(400, 'The first day is after the last', 'Ask for days in their order.');
    const { gss } = councilOf(request);
    const { spenders, own } = await findHeldContracts(ports.db, gss, to);
    const files = await asCouncil(ports.db, gss, (trx) => findPaymentFiles(trx, spenders, { from, to }, own));
    reply.type('application/jsonl; charset=utf-8');
    return Readable.from(linesOf({ ports, gss, from, to, own }, files));
  },
});

interface PaymentsAsked {
  readonly ports: Ports;
  readonly gss: string;
  readonly from: IsoDate;
  readonly to: IsoDate;
  readonly own: OwnSpend;
}

/** Each part is asked for when the one before has been taken, in a transaction of its own: who reads slowly holds none. */
async function* linesOf(asked: PaymentsAsked, files: readonly PaymentFile[]): AsyncGenerator<string> {
  const { ports, gss, from, to, own } = asked;
  for (const file of files)
    for (let after = -1; ;) {
      const days = { from, to, after, limit: LINES };
      const { lines, names } = await asCouncil(ports.db, gss, async (trx) => {
        const lines = await findPaymentLines(trx, file, days, own);
        const ids = lines.flatMap(({ supplierId }) => supplierId ?? []);
        return { lines, names: await findSupplierNames(trx, ids) };
      });
      if (lines.length > 0)
        yield lines.map((line) => `${JSON.stringify(told(file, line, names))}\n`).join('');
      after = lines.at(-1)?.row ?? after;
      if (lines.length < LINES) break;
    }
}

/** A payment to programs: of what went to a person or to somebody withheld, no words that could name them. */
function told(
  { origin, council, sha256 }: PaymentFile,
  { supplierId, ...line }: PaymentLine,
  names: ReadonlyMap<string, SupplierName>,
): z.infer<typeof PaymentTold> {
  const isNamed = line.payee === 'named';
  return PaymentTold.parse({
    ...line,
    council,
    payeeName: isNamed ? line.payeeName : null,
    supplier: names.get(supplierId ?? '') ?? null,
    purpose: isNamed ? line.purpose : null,
    transactionRef: isNamed ? line.transactionRef : null,
    origin,
    sha256,
  });
}
