import { chmodSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import {
  asCouncil,
  findCouncilsOnRecord,
  findGroups,
  findLookProgress,
  findLooks,
  findLooksOf,
  findMatchReasons,
  findNotUnderstood,
  findScoreHistory,
  findSourceYields,
  findSupplierByKey,
  findSupplierCards,
  findTimeline,
  migrate,
  openDatabase,
  searchSuppliers,
  type Db,
  type Trx,
} from '@tocsin/db';
import { roleUrl, startPostgres } from '@tocsin/infra';
import { sources, watchSources } from '@tocsin/sources';
import { sql } from 'kysely';

/** A page may take so many times as long for a council as for the owner, whom no policy holds. */
const GOAL = 2;
/** Where a question takes less than this for a council, nobody waits for what its policies cost. */
const NOBODY_WAITS_MS = 20;
const COUNCIL = 'E06000901';
const AS_OF = '2026-11-01';
const ROUNDS = 7;

/** One supplier of ten stands in private registers alone, half of those in the one of the council that reads. */
const { values } = parseArgs({ options: { suppliers: { type: 'string', default: '20000' } } });
const suppliers = Number(values.suppliers);
const watch = { now: `${AS_OF}T12:00:00Z`, sources: watchSources(sources, () => true) };
const numberOf = (nth: number) => `99${String(nth).padStart(6, '0')}`;

/** What the pages ask for, each as a page asks for it. */
const questions: Readonly<Record<string, (trx: Trx) => Promise<unknown>>> = {
  'page of a supplier': async (trx) => {
    for (const nth of [10, 501, 1001, 2501]) {
      const id = await findSupplierByKey(trx, numberOf(nth));
      if (id === undefined) throw new Error(`${numberOf(nth)} is not found`);
      await findSupplierCards(trx, [id], AS_OF, watch);
      await findLooksOf(trx, [id], AS_OF, watch);
      await findScoreHistory(trx, id, AS_OF, watch);
      await findTimeline(trx, id, AS_OF, 200);
      await findLooks(trx, id);
      await findMatchReasons(trx, id);
      await findGroups(trx, [id], AS_OF);
    }
  },
  'cards and groups of 500': async (trx) => {
    const ids = Array.from({ length: 500 }, (_, nth) => String(nth * 7 + 1));
    await findSupplierCards(trx, ids, AS_OF, watch);
    await findGroups(trx, ids, AS_OF);
  },
  search: (trx) => searchSuppliers(trx, 'example 12', 50),
  'yields of sources': findSourceYields,
  'what is not understood': findNotUnderstood,
  'progress of looks': (trx) => findLookProgress(trx, COUNCIL),
  'councils on record': (trx) => findCouncilsOnRecord(trx, 12),
};

const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'tocsin-bench-rls-')));
chmodSync(folder, 0o755);
const postgres = await startPostgres(path.join(folder, 'data'));
try {
  await migrate(postgres.url);
  const owner = openDatabase(postgres.url, { max: 1 });
  await seed(owner);
  const web = openDatabase(roleUrl(postgres.url, 'tocsin_web'), { role: 'tocsin_web', max: 1 });
  const parts: Record<string, { webMs: number; ownerMs: number; ratio: number }> = {};
  for (const [name, ask] of Object.entries(questions)) {
    const [webMs, ownerMs] = await timeBoth(
      () => asCouncil(web, COUNCIL, ask),
      () => asCouncil(owner, COUNCIL, ask),
    );
    parts[name] = { webMs, ownerMs, ratio: round(webMs / ownerMs) };
    console.log(JSON.stringify({ question: name, ...parts[name] }));
  }
  await Promise.all([web.destroy(), owner.destroy()]);
  const [worst] = Object.entries(parts)
    .filter(([, { webMs }]) => webMs >= NOBODY_WAITS_MS)
    .toSorted(([, a], [, b]) => b.ratio - a.ratio);
  console.log(
    JSON.stringify({
      bench: 'rls',
      figure: worst?.[1].webMs ?? 0,
      unit: `ms of a council’s session: ${worst?.[0] ?? 'none that takes long'}`,
      reference: { what: 'ms of the owner, whom no policy holds', figure: worst?.[1].ownerMs ?? 0 },
      ratio: worst?.[1].ratio ?? 1,
      goal: GOAL,
      suppliers,
      parts: Object.fromEntries(Object.entries(parts).map(([name, { ratio }]) => [name, ratio])),
    }),
  );
} finally {
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** In turns, since the machine is not the same from one minute to the next: the middle one of each. */
async function timeBoth(...both: readonly (() => Promise<unknown>)[]): Promise<readonly [number, number]> {
  const took: [number[], number[]] = [[], []];
  for (let nth = 0; nth < ROUNDS; nth += 1)
    for (const [at, ask] of both.entries()) {
      const began = performance.now();
      await ask();
      took[at]?.push(performance.now() - began);
    }
  const [web, owner] = took.map((each) => each.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? 0);
  return [round(web ?? 0), round(owner ?? 0)];
}

function round(figure: number): number {
  return Math.round(figure * 100) / 100;
}

/** Suppliers with contracts, payments, looks, what publishers say and three assessments each; every fiftieth is owned. */
async function seed(db: Db): Promise<void> {
  const many = sql.lit(suppliers);
  for (const statement of [
    sql`insert into council (gss, name, type) values (${sql.lit(COUNCIL)}, 'Example Council', 'Unitary authority'),
      ('E06000902', 'Another Council', 'Unitary authority')`,
    sql`insert into supplier (id, name, status, watched, supplies_publicly) overriding system value
      select n, 'EXAMPLE ' || n || ' LTD', 'active', true, n % 10 > 0 from generate_series(1, ${many}) n`,
    sql`insert into supplier_ref (scheme, ref, supplier_id)
      select 'GB-COH', '99' || lpad(id::text, 6, '0'), id from supplier`,
    sql`insert into mention (id, name, printed_ref, scheme, ref, outcome, supplier_id, reason) overriding system value
      select n, 'EXAMPLE ' || n, '99' || lpad(n::text, 6, '0'), 'GB-COH', '99' || lpad(n::text, 6, '0'), 'matched', n,
        'by the printed company number' from generate_series(1, ${many}) n`,
    sql`insert into mention (id, name) overriding system value
      select ${many} + n, 'UNKNOWN ' || n from generate_series(1, ${many} / 3) n`,
    sql`insert into document (id, source_id, sha256, url, content_type, retrieved_at, body) overriding system value
      select 1, 'find-a-tender', 'a', 'https://publisher.example/1', null, timestamptz '2026-06-01', ''`,
    sql`insert into award (id, ocid, award_id, source_id, agreement, regime, url, published_at, updated_at, status)
      overriding system value
      select id, 'ocds-h6vhtk-' || id, '1', 'find-a-tender', 'contract', 'unknown', 'https://publisher.example/1',
        timestamptz '2026-06-01', timestamptz '2026-06-01', 'active' from mention where id > ${many} or id % 10 > 0`,
    sql`insert into award_buyer (award_id, name, council) select id, 'Example Council',
      case when id % 20 = 1 then ${sql.lit(COUNCIL)} else 'E06000902' end from award`,
    sql`insert into award_supplier (award_id, mention_id) select id, id from award`,
    sql`insert into payment (document_id, row, council, mention_id, paid_on, amount_pence, vat)
      select 1, row_number() over (), 'E06000902', mention.id, date '2026-06-01', 10000, 'net'
      from mention cross join generate_series(1, 5) n where mention.id % 10 > 0`,
    sql`insert into register_upload (id, council, file_name, sha256, line_count, uploaded_by) overriding system value
      values (1, ${sql.lit(COUNCIL)}, 'a.csv', 'a', 1, 'officer'), (2, 'E06000902', 'b.csv', 'b', 1, 'officer')`,
    sql`insert into register_line (upload_id, council, row, supplier_name, title, supplier_id, match_outcome)
      select case when id % 20 = 10 then 1 else 2 end, case when id % 20 = 10 then ${sql.lit(COUNCIL)} else 'E06000902' end,
        id, name, 'Care', id, 'matched' from supplier where not supplies_publicly`,
    sql`insert into look (mention_id, topic, source_id, first_at, last_at)
      select id, topic, 'companies-house-company', timestamptz '2026-06-01', timestamptz '2026-10-31'
      from mention cross join unnest('{company-profile,insolvency-cases,filing-history,charges,officers,controllers}'::text[])
        as topic where supplier_id is not null`,
    sql`insert into look_answer (mention_id, topic, source_id, answer, first_at, last_at)
      select mention_id, topic, source_id, 'found', first_at, last_at from look`,
    sql`insert into observation (source_id, ref, version, kind, published_at, observed_at, document_id, mention_id, url, content)
      select 'companies-house-company', '99' || lpad(mention.id::text, 6, '0') || '/' || n, '1',
        case n when 1 then 'filing' when 2 then 'parent-company' else 'charge' end,
        timestamptz '2026-06-01', timestamptz '2026-06-01', 1, mention.id, 'https://publisher.example/1',
        case n when 1 then jsonb_build_object('kind', 'filing', 'about', 'strike-off-proposed', 'description', 'x',
            'type', 'GAZ1', 'detail', null)
          when 2 then jsonb_build_object('kind', 'parent-company', 'notifiedOn', '2020-01-01', 'ceasedOn', null,
            'parent', jsonb_build_object('name', 'EXAMPLE PARENT', 'country', null, 'ref', jsonb_build_object('scheme', 'GB-COH',
              'id', '99' || lpad((mention.id - mention.id % 50 + 1)::text, 6, '0'))))
          else jsonb_build_object('kind', 'charge', 'chargeId', n::text, 'status', 'outstanding', 'createdOn', '2020-01-01',
            'deliveredOn', '2020-01-02', 'satisfiedOn', null, 'personsEntitled', '[]'::jsonb, 'floatingOverAll', null) end
      from mention cross join generate_series(1, 8) n where supplier_id is not null and (n <> 2 or mention.id % 50 between 2 and 4)`,
    sql`insert into fact_set (facts_hash, facts) select 'facts ' || n, '{}' from generate_series(1, ${many} / 10) n`,
    sql`insert into assessment (supplier_id, model_version, as_of, facts_hash, band, own_band, score, raw_score, coverage, findings,
        formal_events)
      select supplier.id, 'bench', date '2026-10-01' + n, 'facts ' || 1 + supplier.id % (${many} / 10), 'low', 'low', 0, 0, 1, '[]', '[]'
      from supplier cross join generate_series(1, 3) n`,
    sql`insert into current_assessment (supplier_id, assessment_id, band, score, as_of)
      select supplier_id, id, band, score, as_of from assessment where as_of = '2026-10-04'`,
    sql`analyze`,
  ])
    await statement.execute(db);
}
