import { openDatabase, type Database, type Db } from '@tocsin/db';
import type { Insertable } from 'kysely';
import { freshDatabase, type FreshDatabase } from './stack.ts';

type Row<Table extends keyof Database> = Partial<Insertable<Database[Table]>>;

interface Named {
  readonly buyers?: readonly string[];
  readonly suppliers?: readonly string[];
  readonly subcontractors?: readonly string[];
}

/**
 * A database in which a test puts single rows, each with what the test does not care about filled in. Its owner sees
 * all of them: what a query leaves out, the query itself leaves out.
 */
export interface Rows {
  readonly db: Db;
  /** Acts as the services do that work on them: what it may not do, they cannot. */
  readonly worker: Db;
  readonly database: FreshDatabase;
  /** A new one, by its code. */
  readonly council: (row?: Row<'council'>) => Promise<string>;
  /** With a company number, or under none; it supplies publicly where nothing else is said. */
  readonly supplier: (name: string, number?: string | null, row?: Row<'supplier'>) => Promise<string>;
  readonly mention: (name: string, row?: Row<'mention'>) => Promise<string>;
  readonly document: (row?: Row<'document'>) => Promise<string>;
  readonly observation: (row: Row<'observation'>) => Promise<string>;
  /** Buyers are councils, suppliers and subcontractors mentions. */
  readonly award: (named: Named, row?: Row<'award'>) => Promise<string>;
  readonly upload: (council: string, row?: Row<'register_upload'>) => Promise<string>;
  /** Of the council that uploaded it. */
  readonly line: (uploadId: string, row?: Row<'register_line'>) => Promise<string>;
  /** A spending file of some days, by the id of its document. */
  readonly spendFile: (council: string, from: string, to: string, row?: Row<'spend_file'>) => Promise<string>;
  readonly payment: (documentId: string, row: Row<'payment'> & { paid_on: string }) => Promise<void>;
  readonly assessment: (supplierId: string, row?: Row<'assessment'>) => Promise<string>;
  readonly alert: (council: string, supplierId: string, row?: Row<'alert'>) => Promise<string>;
  readonly close: () => Promise<void>;
}

/** Opens a fresh database for rows. */
export async function openRows(): Promise<Rows> {
  const database = await freshDatabase();
  const db = openDatabase(database.adminUrl, { max: 2 });
  const worker = openDatabase(database.url, { role: 'tocsin_worker', max: 2 });
  let nth = 0;
  const next = () => String((nth += 1));
  const named = async (
    table: 'award_supplier' | 'award_subcontractor',
    award_id: string,
    ids: Named['suppliers'],
  ) => {
    for (const mention_id of ids ?? []) await db.insertInto(table).values({ award_id, mention_id }).execute();
  };
  const document: Rows['document'] = async (row = {}) => {
    const at = next();
    const all = {
      source_id: 'gazette-insolvency',
      sha256: at.padStart(64, '0'),
      url: `https://publisher.example/${at}`,
      content_type: null,
      retrieved_at: '2026-01-01T00:00:00Z',
      body: Buffer.from(at),
      ...row,
    };
    return idOf(await db.insertInto('document').values(all).returning('id').execute());
  };
  const assessment: Rows['assessment'] = async (supplierId, row = {}) => {
    const facts_hash = next().padStart(64, '0');
    await db.insertInto('fact_set').values({ facts_hash, facts: '{}' }).execute();
    const all = {
      supplier_id: supplierId,
      model_version: '1',
      as_of: '2026-01-01',
      facts_hash,
      band: 'low' as const,
      own_band: 'low' as const,
      score: 0,
      raw_score: 0,
      coverage: 1,
      findings: '[]',
      formal_events: '[]',
      ...row,
    };
    return idOf(await db.insertInto('assessment').values(all).returning('id').execute());
  };
  return {
    db,
    worker,
    database,
    document,
    async council(row = {}) {
      const gss = `E069${next().padStart(5, '0')}`;
      const nothing = { region: null, county_gss: null, starts_on: null, ends_on: null };
      const all = { gss, name: `Council ${gss}`, type: 'Unitary authority', ...nothing, ...row };
      await db.insertInto('council').values(all).execute();
      return all.gss;
    },
    async supplier(name, number = null, row = {}) {
      const all = { name, supplies_publicly: true, ...row };
      const id = idOf(await db.insertInto('supplier').values(all).returning('id').execute());
      if (number !== null)
        await db
          .insertInto('supplier_ref')
          .values({ scheme: 'GB-COH', ref: number, supplier_id: id })
          .execute();
      return id;
    },
    async mention(name, row = {}) {
      return idOf(
        await db
          .insertInto('mention')
          .values({ name, ...row })
          .returning('id')
          .execute(),
      );
    },
    async observation(row) {
      const all = {
        source_id: 'gazette-insolvency',
        ref: next(),
        version: '1',
        kind: 'insolvency-notice',
        occurred_on: null,
        published_at: '2026-01-01T00:00:00Z',
        observed_at: '2026-01-01T00:00:00Z',
        mention_id: null,
        url: 'https://publisher.example/said',
        quote: null,
        content: '{}',
        ...row,
        document_id: row.document_id ?? (await document()),
      };
      return idOf(await db.insertInto('observation').values(all).returning('id').execute());
    },
    async award({ buyers, suppliers, subcontractors }, row = {}) {
      const all = {
        ocid: `ocds-b5fd17-${next()}`,
        award_id: '1',
        source_id: 'contracts-finder',
        title: 'Care',
        value_pence: null,
        vat: null,
        gross_pence: null,
        awarded_on: null,
        starts_on: null,
        ends_on: null,
        agreement: 'contract' as const,
        status: 'active' as const,
        cpv: null,
        regime: 'unknown' as const,
        url: 'https://publisher.example/award',
        published_at: '2026-01-01T00:00:00Z',
        updated_at: '2026-01-01T00:00:00Z',
        extends_to: null,
        ...row,
      };
      const id = idOf(await db.insertInto('award').values(all).returning('id').execute());
      for (const council of buyers ?? [])
        await db
          .insertInto('award_buyer')
          .values({ award_id: id, name: `Buyer ${council}`, council })
          .execute();
      await named('award_supplier', id, suppliers);
      await named('award_subcontractor', id, subcontractors);
      return id;
    },
    async upload(council, row = {}) {
      const all = {
        council,
        file_name: 'register.csv',
        sha256: next().padStart(64, '0'),
        line_count: 1,
        uploaded_by: 'officer',
        ...row,
      };
      return idOf(await db.insertInto('register_upload').values(all).returning('id').execute());
    },
    async line(uploadId, row = {}) {
      const { council } = await db
        .selectFrom('register_upload')
        .select('council')
        .where('id', '=', uploadId)
        .executeTakeFirstOrThrow();
      const all = {
        council,
        upload_id: uploadId,
        row: Number(next()),
        supplier_name: 'Example Ltd',
        title: 'Care',
        ...row,
      };
      return idOf(await db.insertInto('register_line').values(all).returning('id').execute());
    },
    async spendFile(council, from, to, row = {}) {
      const days = from === '' ? '{}' : `{[${from},${to}]}`;
      const all = {
        council,
        series: 'spend',
        records: 1,
        payments: 1,
        redacted: 0,
        refused: 0,
        first_paid_on: from || null,
        last_paid_on: to || null,
        covers: days,
        in_force: days,
        ...row,
        document_id: row.document_id ?? (await document({ source_id: 'council-spend' })),
      };
      await db.insertInto('spend_file').values(all).execute();
      return all.document_id;
    },
    async payment(documentId, row) {
      const { council } = await db
        .selectFrom('spend_file')
        .select('council')
        .where('document_id', '=', documentId)
        .executeTakeFirstOrThrow();
      const all = {
        document_id: documentId,
        row: Number(next()),
        council,
        amount_pence: 100,
        vat: 'net' as const,
        ...row,
      };
      await db.insertInto('payment').values(all).execute();
    },
    assessment,
    async alert(council, supplierId, row = {}) {
      const all = {
        council,
        supplier_id: supplierId,
        cause: `formal:${next()}`,
        kind: 'formal',
        title: 'Winding-up petition advertised',
        from_band: null,
        to_band: 'severe' as const,
        event_day: null,
        published_on: null,
        seen_at: null,
        owner: null,
        as_of: '2026-01-01',
        exposure: '{}' as never,
        told_with: null,
        ...row,
        assessment_id: row.assessment_id ?? (await assessment(supplierId)),
      };
      return idOf(await db.insertInto('alert').values(all).returning('id').execute());
    },
    async close() {
      await Promise.all([db.destroy(), worker.destroy()]);
      await database.drop();
    },
  };
}

function idOf(rows: readonly { readonly id: string }[]): string {
  const [row] = rows;
  if (!row) throw new Error('a row was not written');
  return row.id;
}
