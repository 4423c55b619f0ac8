import type { Item } from '@tocsin/domain';
import { describe, expect, test } from 'vitest';
import { companiesHouseCompany } from '../companies-house-company.ts';
import { companiesHouseStream } from '../companies-house-stream.ts';
import { csvObjects } from '../tables/csv-objects.ts';
import { hasRecorded, itemsOf, observationsOf, recorded } from '../testing.ts';

const FOLDER = 'companies-house/live-2026';

/** What the register answered in September 2026, each under the status and the address that its manifest says. */
const answers = hasRecorded
  ? csvObjects(recorded(`${FOLDER}/manifest.csv`).body).map(({ file = '', address = '', http_status }) => ({
      file,
      items: () => {
        const source = address.includes('//stream.') ? companiesHouseStream : companiesHouseCompany;
        const document = recorded(`${FOLDER}/${file}`, Number(http_status), address);
        const contentType = file.endsWith('.ndjson') ? 'application/x-ndjson' : 'application/json';
        return itemsOf(source, { ...document, contentType });
      },
    }))
  : [];

/** Each item as its outcome, and what was answered about which topics. */
function toldBy(file: string): string[] {
  const found = answers.find((answer) => answer.file === file);
  if (!found) throw new Error(`${file} is not in the manifest`);
  return found.items().map(told);
}

function told(item: Item): string {
  const looks = 'looks' in item ? (item.looks ?? []) : [];
  const answered = looks.map(({ topics, answer }) => `${topics.join('+')} ${answer}`);
  return [item.outcome, ...answered].join(': ');
}

const HELD_ELSEWHERE =
  'ignored: company-profile+insolvency-cases+filing-history+charges+officers+controllers+accounts-figures not-held';

describe.skipIf(!hasRecorded)('what the register answered in September 2026', () => {
  test.each([
    ['ch_insolvency_404.json', 'ignored: insolvency-cases none'],
    ['ch_404.json', 'ignored: company-profile gone'],
    ['ch_401.json', 'refused'],
    ['ch_00712615_insolvency.json', 'ignored: insolvency-cases empty'],
    ['ch_04374209_insolvency.json', 'observed: insolvency-cases found'],
    ['ch_05607779_insolvency.json', 'observed: insolvency-cases found'],
    ['ch_SC001381_insolvency.json', 'observed: insolvency-cases found'],
    ['ch_SC432231_insolvency.json', 'observed: insolvency-cases found'],
    ['ch_CE020555.json', HELD_ELSEWHERE],
    ['ch_RS007790.json', HELD_ELSEWHERE],
    ['ch_BR026263.json', 'observed: company-profile found'],
    ['ch_FC032315.json', 'observed: company-profile found'],
    ['ch_CE020555_filing_history.json', 'ignored: filing-history not-held'],
    ['ch_BR026263_filing_history.json', 'ignored: filing-history empty'],
    ['ch_OC303675_charges.json', 'ignored: charges empty'],
    ['ch_00000006_charges.json', 'observed: charges found'],
    ['ch_OC303675.json', 'observed: company-profile found'],
    ['ch_13507518.json', 'observed: company-profile found'],
  ])('%s: %s', (file, outcome) => {
    expect(toldBy(file)).toEqual([outcome]);
  });

  test('is read to the last file, and every event of the stream is one version of a company’s cases', () => {
    const events = answers.filter(({ file }) => file.includes('stream'));
    expect(answers).toHaveLength(18 + events.length);
    const items = events.flatMap((event) => event.items());
    expect(items).toHaveLength(16);
    expect(new Set(items.map(told))).toEqual(new Set(['observed: insolvency-cases found']));
    // Two changes in one second that say the same are one version; none says another thing.
    const said = new Map<string, string>();
    for (const { ref, version, content } of observationsOf(items)) {
      const before = said.get(`${ref}@${version}`);
      expect(before ?? JSON.stringify(content)).toBe(JSON.stringify(content));
      said.set(`${ref}@${version}`, JSON.stringify(content));
    }
    expect(said.size).toBe(17);
  });

  test('a moment with its zone is that moment, one without is London’s', () => {
    const versionOf = (file: string) =>
      observationsOf(answers.find((answer) => answer.file === file)?.items() ?? [])[0]?.version;
    expect(versionOf('insolvency_stream_event_2022.json')).toBe('2022-08-02T13:51:01.704Z');
    expect(versionOf('insolvency_stream_event_2026.json')).toBe('2026-09-11T12:54:01.000Z');
  });
});
