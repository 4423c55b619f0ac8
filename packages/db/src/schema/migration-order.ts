/**
 * Until release 0.2.0 migrations landed in another order than their names', so databases of those days have run them in
 * different orders and kysely's own check, which counts from the first, would refuse them. From this minute on it is held.
 */
const ORDERED_FROM = '202611290819';

/**
 * Refuses to run a migration that this database has left behind: one made after release 0.2.0 whose name comes before
 * that of another which has run. A test holds the list to the same, so this meets only a clone whose list was cut and
 * joined by hand.
 */
export function refuseLateComers(
  known: readonly { readonly name: string; readonly executedAt?: Date | undefined }[],
): void {
  const ordered = known.filter(({ name }) => /^\d{12}-/.test(name) && name >= ORDERED_FROM);
  const last = ordered.filter(({ executedAt }) => executedAt).at(-1)?.name ?? '';
  const late = ordered.filter(({ name, executedAt }) => !executedAt && name < last);
  if (late.length === 0) return;
  const names = late.map(({ name }) => name).join(', ');
  throw new Error(
    `This database has already run ${last}, which comes after ${names}. Nothing was changed. ` +
      'Give the late ones a name of today, as a new file, and start again.',
  );
}
