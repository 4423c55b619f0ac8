import { USUAL_MAIL_WAY, type RiskBand } from '@tocsin/domain';
import type { Db, Trx } from '../schema/database.ts';

interface NewRecipient {
  readonly council: string;
  readonly address: string;
  readonly role: string;
  readonly channel?: string;
  readonly levels: readonly RiskBand[];
}

/** Adds somebody who is told at a council, or changes which levels she is told of. */
export async function saveRecipient(trx: Trx, recipient: NewRecipient): Promise<void> {
  const levels = [...recipient.levels];
  await trx
    .insertInto('recipient')
    .values({
      council: recipient.council,
      address: recipient.address,
      role: recipient.role,
      channel: recipient.channel ?? USUAL_MAIL_WAY,
      levels,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['council', 'channel', 'address'])
        .doUpdateSet({ levels, role: recipient.role, active: true }),
    )
    .execute();
}

/** The addresses that are told at a council of what the command line has named them for. */
export async function findRecipients(db: Db | Trx, council: string): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('recipient')
    .select('address')
    .distinct()
    .where('council', '=', council)
    .where('active', '=', true)
    .orderBy('address')
    .execute();
  return rows.map(({ address }) => address);
}
