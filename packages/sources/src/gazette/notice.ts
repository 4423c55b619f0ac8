import { dayOf, type IsoDate, readCompanyNumber, type SupplierMention } from '@tocsin/domain';
import type { Item } from '../define-source.ts';
import { printedDate, ukInstant } from '../uk-time.ts';
import { familyOfCode, familyOfHeading, namesPeople } from './heading.ts';
import { cleanTitle, isOrganisation } from './names.ts';

/** A notice as one of the Gazette's forms prints it. */
export interface PrintedNotice {
  readonly id: string;
  readonly code: string | null;
  readonly heading: string | null;
  readonly title: string | null;
  readonly companyNumber: string | null;
  readonly postcode: string | null;
  /** As printed: a date, or a date and a time. */
  readonly published: string | null;
  /** Only the notice itself tells the moment and the number: it then replaces what the search answer said. */
  readonly whole: boolean;
  readonly hearing: { readonly on: IsoDate | null; readonly court: string | null } | null;
  readonly petitioner: string | null;
  readonly caseRef: string | null;
}

const UNDATED = '0001-01-01';

/** Interprets a notice by its code, else by its heading, and keeps only what is on the list of `PrintedNotice`. */
export function interpret(notice: PrintedNotice, retrievedAt: string): Item {
  const item = notice.id;
  if (!/^[\w-]+$/.test(item)) return { item: 'notice', outcome: 'refused', reason: `id: “${item}” is none` };
  if (notice.code && !notice.code.startsWith('24')) {
    const kind = notice.code.startsWith('25')
      ? 'a notice about a person'
      : 'not a corporate insolvency notice';
    return { item, outcome: 'ignored', reason: kind };
  }
  const known = notice.code ? familyOfCode(notice.code) : null;
  if (notice.code && !known)
    return {
      item,
      outcome: 'refused',
      reason: `notice code ${notice.code} is not known: add it to noticeCodes`,
    };
  const heading = notice.heading ?? known?.heading ?? '';
  const family = known?.family ?? familyOfHeading(heading);
  if (!family)
    return { item, outcome: 'refused', reason: `heading “${heading}” is not known and has no code` };
  const day = printedDate(notice.published);
  const publishedAt = momentOf(notice.published) ?? retrievedAt;
  const observation = {
    source: 'gazette-insolvency',
    ref: item,
    // A notice never changes once published, but its page says more than the search answer and follows it.
    version: `${day ?? UNDATED}${notice.whole ? 'T00:00:00.000Z' : ''}`,
    occurredOn: day ?? dayOf(publishedAt),
    publishedAt,
    url: `https://www.thegazette.co.uk/notice/${item}`,
    quote: null,
    about: namesPeople(notice.code, heading) ? null : aboutOf(notice),
    content: {
      kind: 'insolvency-notice' as const,
      code: notice.code,
      family,
      heading,
      noticeId: item,
      hearing: notice.hearing,
      petitioner: notice.petitioner && isOrganisation(notice.petitioner) ? notice.petitioner : null,
      caseRef: notice.caseRef,
    },
  };
  return { item, outcome: 'observed', observations: [observation] };
}

/** `2024-03-05T10:00:00`, `2024-03-05` and `5 March 2024, 10:00` are British time. */
function momentOf(printed: string | null): string | null {
  const day = printedDate(printed);
  if (!printed || !day) return null;
  if (/(Z|[+-]\d\d:\d\d)$/.test(printed)) return ukInstant(printed);
  const time = /(?<!\d)(?!00:00)\d{2}:\d{2}(:\d{2})?\b/.exec(printed)?.[0];
  return ukInstant(time ? `${day}T${time.padEnd(8, ':00')}` : day);
}

function aboutOf(notice: PrintedNotice): SupplierMention | null {
  const name = cleanTitle(notice.title);
  const printed = notice.companyNumber?.trim() || null;
  const id = printed ? readCompanyNumber(printed) : null;
  if (!name && !id) return null;
  return {
    name: name ?? id ?? '',
    ref: id ? { scheme: 'GB-COH', id } : null,
    printedRef: printed ? `GB-COH-${printed}` : null,
    postcode: notice.postcode,
  };
}
