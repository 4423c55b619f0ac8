import type { IsoInstant } from '@tocsin/domain';
import { CronExpressionParser } from 'cron-parser';
import { z } from 'zod';
import { withinPromise, type LookPromise } from './promise.ts';

/** How a source stands today, the first that applies. */
export const SourceCondition = z.enum([
  'no-key',
  'off',
  'by-hand',
  'never-run',
  'not-answering',
  'late',
  'good',
]);
export type SourceCondition = z.infer<typeof SourceCondition>;

export interface SourceStanding {
  readonly standing: SourceCondition;
  readonly missingSettings: readonly string[];
  /** Since when nothing has been read; null while the source is good, or was never read. */
  readonly silentSince: string | null;
}

/** How its runs went. */
interface Ran {
  readonly lastGoodAt: IsoInstant | null;
  readonly lastError: string | null;
}

/** What of a source decides how it stands. */
interface Scheduled {
  readonly schedule: string;
  readonly promise: LookPromise;
  readonly needs: readonly string[];
}

interface Installation {
  /** Whether a setting, such as an API key, is there. */
  readonly isSet: (setting: string) => boolean;
  /** Whether the set-up has switched the source on. */
  readonly isOn: boolean;
}

/**
 * Judges a source against its own schedule: it is late once a whole interval has gone by without a good run, so that
 * a dead source is shown within one interval; a stream, which has none, and a source that may be asked at some hours
 * only, once its last good run counts no longer.
 */
export function standingOf(
  source: Scheduled,
  state: Ran | undefined,
  installation: Installation,
  now: Date,
): SourceStanding {
  const missingSettings = source.needs.filter((setting) => !installation.isSet(setting));
  const lastGoodAt = state?.lastGoodAt ?? null;
  const standing = judge();
  return { standing, missingSettings, silentSince: standing === 'good' ? null : lastGoodAt };

  function judge(): SourceCondition {
    if (missingSettings.length > 0) return 'no-key';
    if (source.schedule === 'manual') return 'by-hand';
    if (!installation.isOn) return 'off';
    if (state?.lastError) return 'not-answering';
    if (lastGoodAt === null) return 'never-run';
    return isReadInTime(source, lastGoodAt, now) ? 'good' : 'late';
  }
}

/** Whether a source was read by its own schedule: not longer ago than one whole interval, or than its look counts. */
export function isReadInTime(
  source: Pick<Scheduled, 'schedule' | 'promise'>,
  lastGoodAt: IsoInstant,
  now: Date,
): boolean {
  if (source.schedule === 'stream' || 'window' in source.promise)
    return withinPromise(source, lastGoodAt, now.toISOString());
  const due = CronExpressionParser.parse(source.schedule, { currentDate: now, tz: 'Europe/London' });
  due.prev();
  return Date.parse(lastGoodAt) >= due.prev().getTime();
}

export const standingWords: Readonly<Record<SourceCondition, string>> = {
  'no-key': 'Needs a key',
  off: 'Switched off',
  'by-hand': 'Loaded by hand',
  'never-run': 'Not read yet',
  'not-answering': 'Last run failed',
  late: 'Late',
  good: 'Up to date',
};
