import { noticeCodes, type NoticeFamily } from '@tocsin/domain';

const codes = Object.values(noticeCodes).map(([heading, family]) => ({ key: keyOf(heading), family }));

/** “Winding-up Orders”, “Winding Up Order” and “winding up orders” are one heading. */
function keyOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^a-z()]+/g, ' ')
    .trim()
    .split(' ')
    .map((word) => word.replace(/s(?=\)?$)/, ''))
    .join(' ');
}

/** From the whole heading to less of it: `(companies)` is often left out, a procedure in brackets often added. */
const readings: readonly ((key: string) => string)[] = [
  (key) => key,
  (key) => key.replace(' (companie)', ''),
  (key) => key.replace(/ \(.*$/, ''),
];

/** What a four-digit notice code is; null for one that is not among the corporate notices. */
export function familyOfCode(
  code: string,
): { readonly heading: string; readonly family: NoticeFamily } | null {
  const entry = Object.entries(noticeCodes).find(([known]) => known === code);
  return entry ? { heading: entry[1][0], family: entry[1][1] } : null;
}

/** What a heading without a code is: `unknown` when it fits several families, null when it fits none. */
export function familyOfHeading(heading: string): NoticeFamily | null {
  const key = keyOf(heading);
  for (const reading of readings) {
    const families = new Set(
      codes.filter((code) => reading(code.key) === reading(key)).map(({ family }) => family),
    );
    if (families.size > 1) return 'unknown';
    const [family] = families;
    if (family) return family;
  }
  return null;
}

/** Notices headed by the name of a person or of a partnership of people: the name is not kept. */
export function namesPeople(code: string | null, heading: string): boolean {
  const headings = [noticeCodes[2403][0], noticeCodes[2451][0], noticeCodes[2453][0]];
  if (code) return ['2403', '2451', '2453'].includes(code);
  return headings.some((known) => keyOf(known) === keyOf(heading));
}
