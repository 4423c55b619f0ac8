import type { RiskBand } from '@tocsin/domain';
import type { Trx } from '../schema/database.ts';

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
      channel: recipient.channel ?? 'smtp',
      levels,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['council', 'channel', 'address'])
        .doUpdateSet({ levels, role: recipient.role, active: true }),
    )
    .execute();
}
