import { formatDate, type IsoDate } from '@tocsin/domain';

/** What is known of a provider's failure, to be put before the people who decide. */
export interface CareNotice {
  readonly council: string;
  readonly on: IsoDate;
  readonly provider: { readonly name: string; readonly number: string };
  /** What stands on the public record against it, a sentence each. */
  readonly onRecord: readonly string[];
  readonly homes: readonly {
    readonly name: string;
    readonly places: number | null;
    readonly rating: string;
  }[];
  readonly elsewhere: number;
  /** The share of the places in care homes of the council's area; null where it is not known. */
  readonly share: string | null;
  readonly listsOf: IsoDate | null;
}

/** A line of the form: what is known already, or null where somebody has to write it. */
export interface NoticeLine {
  readonly label: string;
  readonly known: string | null;
}

/** The form, line by line. It decides nothing: whether the duty has begun is for the council to say. */
export function careNotice(notice: CareNotice): readonly NoticeLine[] {
  const { council, on, provider, onRecord, homes, elsewhere, share, listsOf } = notice;
  return [
    line('To', 'Director of adult social services; legal services; section 151 officer; emergency planning'),
    line('From', null),
    line('Council', council),
    line('Date', formatDate(on)),
    line('Provider', `${provider.name}, ${provider.number}`),
    line(
      'On the public record',
      onRecord.length > 0 ? onRecord.join(' ') : 'No formal proceeding is on record.',
    ),
    line('Is the provider unable to carry on, since when, and who says so', null),
    line('Homes in our area', homesWords(homes)),
    line('Services in our area that are given elsewhere', String(elsewhere)),
    line('Share of the places in care homes here', share),
    line('Lists of the Care Quality Commission as at', listsOf && formatDate(listsOf)),
    line('People whom we fund there', null),
    line('People whom other councils or the NHS fund there', null),
    line('People who pay for themselves', null),
    line('People with nobody to speak for them', null),
    line('Contact at the provider, or its administrators', null),
    line('Contact at the Care Quality Commission', null),
    line('Risks of the next 72 hours: staff and pay, medicines, food, utilities, insurance', null),
    line('Places that are free nearby, and with whom', null),
    line('Does the duty of section 48 of the Care Act 2014 apply, and from when', null),
    line('Decided by, and on', null),
  ];
}

/** The same as plain text, to be filled in anywhere. */
export function careNoticeText(lines: readonly NoticeLine[]): string {
  const text = lines.map(({ label, known }) => `${label}:\n  ${known ?? '________________'}\n`);
  return `NOTIFICATION OF A CARE PROVIDER IN DIFFICULTY\n\n${text.join('\n')}`;
}

function homesWords(homes: CareNotice['homes']): string {
  if (homes.length === 0) return 'None by the lists.';
  return homes
    .map(
      ({ name, places, rating }) =>
        `${name} (${places === null ? 'places not given' : `${places} places`}, ${rating})`,
    )
    .join('; ');
}

function line(label: string, known: string | null): NoticeLine {
  return { label, known };
}
