import type { IsoInstant, Topic } from '@tocsin/domain';
import { companiesHouseCompany } from './companies-house-company.ts';
import type { Source } from './define-source.ts';
import { withinPromise } from './promise.ts';

/** A source as far as its looks count; whether it is switched on is for whoever asks to know. */
export interface SourceWatch {
  readonly id: string;
  readonly covers: readonly Topic[];
  /** Every key that it needs is there. */
  readonly isOn: boolean;
  readonly isWithinPromise: (lookedAt: IsoInstant, now: IsoInstant) => boolean;
}

/** What each source promises of its looks, and whether it can run at all. */
export function watchSources(
  sources: readonly Pick<Source, 'id' | 'covers' | 'needs' | 'promise' | 'schedule'>[],
  isSet: (setting: string) => boolean,
): readonly SourceWatch[] {
  return sources.map((source) => {
    // What a stream tells of is asked of the register itself: that look counts as long as one of its round.
    const promising = source.schedule === 'stream' ? companiesHouseCompany : source;
    return {
      id: source.id,
      covers: source.covers,
      isOn: source.needs.every(isSet),
      isWithinPromise: (lookedAt, now) => withinPromise(promising, lookedAt, now),
    };
  });
}
