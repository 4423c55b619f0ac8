import { verifyAudit, type Db } from '@tocsin/db';

/** `audit --verify`: recomputes every chain of the audit log. One JSON line last; code 1 if it does not hold. */
export async function auditVerb(db: Db): Promise<void> {
  const { entries, chains, ended, broken } = await verifyAudit(db);
  for (const id of broken)
    process.stdout.write(
      `entry ${id} does not follow from the one before: it was altered, or that one taken out\n`,
    );
  process.stdout.write(`${JSON.stringify({ entries, chains, ended, broken })}\n`);
  if (broken.length > 0) process.exitCode = 1;
}
