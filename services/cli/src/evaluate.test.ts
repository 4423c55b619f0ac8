import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { evaluateVerb } from './evaluate.ts';
import { replayVerb } from './replay.ts';
import { readUkFolder } from './uk-folder.ts';

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'tocsin-models-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  return folder;
}

/** What a verb prints, its last line read as JSON. */
function printed(verb: () => void): { readonly text: string; readonly last: Record<string, unknown> } {
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  try {
    verb();
    const text = write.mock.calls.map(([part]) => String(part)).join('');
    return { text, last: JSON.parse(text.trim().split('\n').at(-1) ?? '') };
  } finally {
    write.mockRestore();
  }
}

/** Forty firms as `read-accounts` prints them: every fifth is short of cash, and those fail within the year. */
function ukFolder(): string {
  const firms = Array.from({ length: 40 }, (_, n) => ({ number: String(99_300_000 + n), weak: n % 5 === 0 }));
  const accounts = firms.map(({ number, weak }, n) =>
    JSON.stringify({
      file: `${number}.html`,
      companyNumber: number,
      balanceDate: '2023-03-31',
      filedOn: '2023-12-20',
      standard: 'small',
      dormant: false,
      audited: false,
      currency: 'GBP',
      figures: {
        fixed_assets: 400_000 + n,
        current_assets: 300_000,
        cash: weak ? 500 : 150_000,
        creditors_1y: weak ? 900_000 : 100_000,
        equity: weak ? -200_000 : 600_000,
      },
      consolidated: null,
      previous: null,
      flags: [],
      issues: [],
    }),
  );
  const refused = JSON.stringify({ file: 'x.html', refused: 'no company number' });
  const outcomes = firms.map(
    ({ number, weak }) => `${number},2001-02-03,${weak ? 'insolvent,2024-06-01' : ','}`,
  );
  return folderWith({
    'accounts.ndjson': [...accounts, refused, ''].join('\n'),
    'outcomes.csv': ['company_number,registered_on,exit,exited_on', ...outcomes, ''].join('\n'),
    'about.json': JSON.stringify({ outcomesUntil: '2025-03-31', landmarks: ['2023-12-31', '2024-12-31'] }),
  });
}

describe('evaluate', () => {
  test('takes firms of the United Kingdom the day somebody has them, and ends with one line of JSON', () => {
    const { last, text } = printed(() => evaluateVerb({ data: folderWith({}), uk: ukFolder() }));
    const rows = last['rows'] as Record<string, unknown>[];
    expect(Object.keys(rows[0] ?? {}).join()).toBe(
      'model,set,n,failures,auc,aucLow,aucHigh,prAuc,recall1,recall5,recall10,brier,brierSkill',
    );
    const ours = rows.find((row) => row['model'] === 'Tocsin balance sheet, as shipped');
    expect(ours).toMatchObject({
      set: 'United Kingdom, within 12 months',
      n: 40,
      failures: 8,
      auc: 1,
      recall10: 0.5,
    });
    expect(text).toContain('Brier skill');
    expect(last['landmarks']).toMatchObject([
      { on: '2023-12-31', onRegister: 40, insolvent: 8, survived: 32, censored: 0, withoutAccounts: 0 },
      { on: '2024-12-31', onRegister: 32, insolvent: 0, survived: 0, censored: 32, withoutAccounts: 0 },
    ]);
  });
  test('says which line of a folder it does not understand', () => {
    const about = JSON.stringify({ outcomesUntil: '2025-03-31' });
    const header = 'company_number,registered_on,exit,exited_on';
    const reading =
      (outcomes: string, accounts = '') =>
      () =>
        readUkFolder(
          folderWith({
            'about.json': about,
            'outcomes.csv': `${header}\n${outcomes}\n`,
            'accounts.ndjson': accounts,
          }),
        );
    expect(reading('99300000,,vanished,2024-01-01')).toThrow('outcomes.csv, row 2: exit:');
    expect(reading('99300000,,insolvent,')).toThrow('row 2: an exit has a kind and a day, or neither');
    expect(reading('99300000,,insolvent,2025-04-01')).toThrow('after the end of the outcomes, 2025-03-31');
    expect(reading('99300000,,,', '{"companyNumber":"99300000","balanceDate":"2023-03-31"}')).toThrow(
      'accounts.ndjson, line 1: filedOn:',
    );
  });
  test('takes the first of the exits of a company', () => {
    const outcomes =
      'company_number,registered_on,exit,exited_on\n1,,dissolved,2024-12-01\n1,,insolvent,2024-01-01\n';
    const { companies } = readUkFolder(
      folderWith({
        'about.json': JSON.stringify({ outcomesUntil: '2025-03-31' }),
        'outcomes.csv': outcomes,
        'accounts.ndjson': '',
      }),
    );
    expect(companies).toEqual([
      { companyNumber: '1', registeredOn: null, exit: { kind: 'insolvent', on: '2024-01-01' } },
    ]);
  });
  test('names what it wants where there is nothing to evaluate', () => {
    const empty = folderWith({});
    expect(() => evaluateVerb({ data: empty })).toThrow(`no sets in ${empty}: polish/*.arff`);
  });
});

describe('replay', () => {
  const event = (date: string, type: string, what: string) => ({
    date,
    type,
    what,
    source: 'https://example.org',
  });
  const cases = [
    {
      id: 'example_homes',
      name: 'EXAMPLE HOMES LTD',
      outcome: 'failed',
      outcome_type: 'administration',
      outcome_date: '2027-05-20',
      events: [event('2027-02', 'winding_up_petition', 'petition presented')],
    },
    { id: 'example_roads', name: 'EXAMPLE ROADS PLC', outcome: 'survived', events: [] },
  ];
  const data = folderWith({
    'cases.json': JSON.stringify({ cases }),
    'cases_events.csv': [
      'case,outcome,outcome_date,event_date,event_type,what,source',
      'example_homes,failed,2027-05-20,2027-05-20,insolvency,administrators appointed,https://example.org',
      'example_baths,survived,,2027-01,profit_warning,warns of profits,https://example.org',
      '',
    ].join('\n'),
  });

  test('takes future cases in the same format; a month counts from its last day', () => {
    const { last, text } = printed(() => replayVerb(undefined, { data }));
    expect(last['cases']).toEqual([
      {
        id: 'example_homes',
        outcome: 'failed',
        firstWatch: '2027-02-28',
        firstElevated: '2027-02-28',
        firstSevere: '2027-02-28',
        insolventOn: '2027-05-20',
        daysWarning: 81,
      },
      ...['example_roads', 'example_baths'].map((id) => ({
        id,
        outcome: 'survived',
        firstWatch: null,
        firstElevated: null,
        firstSevere: null,
        insolventOn: null,
        daysWarning: null,
      })),
    ]);
    const verdict = text.split('\n').filter((line) => /example_(roads|baths).*connectors/.test(line));
    expect(verdict).toHaveLength(2);
    for (const line of verdict) expect(line).toContain('no evidence');
  });
  test('runs one case, and names those there are where it does not know one', () => {
    expect(printed(() => replayVerb('example_roads', { data })).last['cases']).toHaveLength(1);
    expect(() => replayVerb('carillon', { data })).toThrow(
      'there are: example_homes, example_roads, example_baths',
    );
  });
});
