import type { Trx } from '../schema/database.ts';

const NAMED = /\bname (\d+)\b/g;

/**
 * What an entry of the audit log says in the place of words that may name somebody, such as the owner of a contract: the
 * words stand beside the log, outside its hash, and can be erased. `trx` acts for the council or as the worker.
 */
export async function namedInAudit(trx: Trx, council: string, words: string): Promise<string> {
  await trx
    .insertInto('audit_name')
    .values({ council, words })
    .onConflict((known) => known.columns(['council', 'words']).doNothing())
    .execute();
  const { id } = await trx
    .selectFrom('audit_name')
    .select('id')
    .where('council', '=', council)
    .where('words', '=', words)
    .executeTakeFirstOrThrow();
  return `name ${id}`;
}

/** Says an entry of the council that `trx` acts for with the words that stand beside the log, as far as they are there. */
export async function openAuditNames(trx: Trx): Promise<(said: string) => string> {
  const rows = await trx.selectFrom('audit_name').select(['id', 'words']).execute();
  const words = new Map(rows.map((row) => [row.id, row.words]));
  return (said) => said.replaceAll(NAMED, (_, id: string) => `“${words.get(id) ?? 'erased'}”`);
}
