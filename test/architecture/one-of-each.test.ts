import { readFileSync } from 'node:fs';
import path from 'node:path';
import { companyNumber } from '@tocsin/accounts';
import { readCompanyNumber } from '@tocsin/domain';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clone, filesBelow } from './clone.ts';

/** One definition each: where it stands, what a second one looks like, and one planted that must be caught. */
interface OneOf {
  readonly what: string;
  readonly home: RegExp;
  readonly looksLike: readonly RegExp[];
  /** Files that hold one for a reason of their own. */
  readonly but: Readonly<Record<string, string>>;
  readonly planted: readonly string[];
  readonly innocent: readonly string[];
}

const BAND = '[\'"](?:low|watch|elevated|severe|insolvent)[\'"]';

const concepts: readonly OneOf[] = [
  {
    what: 'reader of company numbers',
    home: /^packages\/domain\/src\/company-number\.ts$/,
    looksLike: [
      /\[A-Z(?:0-9|\\d)\]\{8\}/i,
      /\[A-Z\]\{2\}\)?\??\\d\{\d/i,
      /\\d\{[45],[789]\}/,
      /padStart\(8/,
      /(?:SC|OC)\|(?:NI|SC|OC|IP)/,
    ],
    but: {
      'packages/accounts/src/file-name.ts': 'publishable alone; a test below holds it to the domain’s',
    },
    planted: [
      'const NUMBER = /^[A-Z0-9]{8}$/;',
      'const bare = /\\(([A-Z\\d]{8})\\)/;',
      'const printed = /([A-Z]{2})?\\d{5,9}/.exec(prose);',
      "const number = digits.padStart(8, '0');",
      'const scottish = /^(SC|NI)\\d+$/;',
    ],
    innocent: ["const day = text.padStart(2, '0');", 'const gss = /^E\\d{8}$/;', 'const cpv = /\\d{8}/;'],
  },
  {
    what: 'reader of charity numbers',
    home: /^packages\/domain\/src\/charity-number\.ts$/,
    looksLike: [/\\d\{6,7\}\(/],
    but: {},
    planted: ['const charity = /^\\d{6,7}(-\\d+)?$/;'],
    innocent: ['const six = /^\\d{6}$/;'],
  },
  {
    what: 'printed id of a row',
    home: /^packages\/domain\/src\/ids\.ts$/,
    looksLike: [/\\d\{1,(?:1[6-9]|20)\}/],
    but: {},
    planted: ['const id = z.string().regex(/^\\d{1,18}$/);', 'const key = /^line-(\\d{1,19})$/;'],
    innocent: ['const day = /^\\d{1,2}$/;'],
  },
  {
    what: 'what nobody sees of a text',
    home: /^packages\/domain\/src\/seen-text\.ts$/,
    looksLike: [/\\u200[bB]/, /\\p\{Variation_Selector\}/, /\[\\p\{Cf\}\\p\{C/, /\\p\{DI\}/],
    but: {},
    planted: [
      "const shown = text.replace(/[\\p{Cf}\\p{Cs}]/gu, '');",
      "const bare = text.replaceAll('\\u200b', '');",
    ],
    innocent: ['const controls = /\\p{Cc}/u;'],
  },
  {
    what: 'guard against formulas in a cell',
    home: /^packages\/domain\/src\/inert-cell\.ts$/,
    looksLike: [/\[=\+(?:\\)?-?@/, /startsWith\('='\)/],
    but: {},
    planted: [
      "const inert = /^[=+\\-@\\t\\r]/.test(text) ? `'${text}` : text;",
      "if (cell.startsWith('=')) return `'${cell}`;",
    ],
    innocent: ['const sum = /[+-]/.test(text);'],
  },
  {
    what: 'printed share',
    home: /^packages\/domain\/src\/printed-share\.ts$/,
    looksLike: [/\* 100\)(\.toFixed\(\d\))?\} ?%/],
    but: {
      'packages/scoring/src/cards/model-card.ts': 'a printed document to the digits of its tables',
      'packages/db/src/record/table-editions.ts': 'a threshold, not a share of anything',
      'packages/sources/src/council-spend/draft.ts': 'a likeness of two layouts, for who draws the map',
    },
    planted: ['`${Math.round(coverage * 100)} % of the questions`', '`${(share * 100).toFixed(1)}%`'],
    innocent: ['`${Math.round(pounds * 100)}`'],
  },
  {
    what: 'reader of printed money',
    home: /^packages\/sources\/src\/tables\/money\.ts$/,
    looksLike: [
      /Number\([^()]*\) \* 100\b/,
      /parseFloat\(/,
      /replace(All)?\(\/\[[^\]]*,[^\]]*£|replace(All)?\(\/\[[^\]]*£[^\]]*,/,
    ],
    but: {},
    planted: [
      'const pence = Math.round(Number(printed) * 100);',
      'const pounds = parseFloat(cell);',
      "const plain = amount.replace(/[,\\s£]/g, '');",
    ],
    innocent: ['const share = Math.round(one * 100);', 'const pounds = Number(figure);'],
  },
  {
    what: 'grouping by key',
    home: /^packages\/domain\/src\/group-by\.ts$/,
    looksLike: [
      /function groupBy\b/,
      /new Map<string, \w+\[\]>\(\);\s*for \([^)]*\)\s*\{?[^}]*\.get\([^}]*\.push\(/,
    ],
    but: { 'infra/local/mutants/sample.ts': 'the runner of mutants imports nothing that it may change' },
    planted: [
      'function groupBy(facts: readonly Fact[]) {}',
      'const by = new Map<string, Fact[]>();\nfor (const one of all) {\n  const own = by.get(one.key) ?? [];\n  own.push(one);\n}',
    ],
    innocent: ['const by = groupBy(all, keyOf);'],
  },
  {
    what: 'printed money',
    home: /^packages\/domain\/src\/printed-money\.ts$/,
    looksLike: [
      /NumberFormat\(/,
      /£\$\{/,
      /['"`]£['"`]\s*\+/,
      /\\B\(\?=\(\\d\{3\}\)/,
      /toLocaleString\([^)]*currency/,
    ],
    but: {},
    planted: [
      "new Intl.NumberFormat('en-GB', { style: 'currency' })",
      'const said = `£${pounds}`;',
      "const said = '£' + pounds;",
      "const grouped = digits.replace(/\\B(?=(\\d{3})+$)/g, ',');",
      "amount.toLocaleString('en-GB', { currency: 'GBP' })",
    ],
    innocent: ["const sum = text.replace(/^£ ?/, '');", "const said = '£1';"],
  },
  {
    what: 'list, order or words of bands',
    home: /^packages\/domain\/src\/(band|level)\.ts$/,
    looksLike: [
      new RegExp(`[[(]\\s*${BAND}\\s*,\\s*${BAND}\\s*,\\s*${BAND}`),
      /Record<RiskBand, (?:string|number)>/,
      /RiskBand\.options/,
      /\blow: ['"\d].*\n?\s*watch: ['"\d]/,
      new RegExp(`=== ${BAND} \\|\\|\\s*[\\w.]+ === ${BAND} \\|\\|\\s*[\\w.]+ === ${BAND}`),
    ],
    but: {},
    planted: [
      "const order = ['low', 'watch', 'elevated', 'severe', 'insolvent'];",
      "sql`band in ('elevated', 'severe', 'insolvent')`",
      'const rank: Readonly<Record<RiskBand, number>> = of;',
      "const words = { low: 'Low', watch: 'Watch' };",
      'const down = RiskBand.options.toReversed();',
      "band === 'insolvent' || band === 'severe' || band === 'elevated'",
    ],
    innocent: ["if (band === 'insolvent') return fact;", "type Level = 'low' | 'high';"],
  },
  {
    what: 'set of topic words',
    home: /^packages\/domain\/src\/topic-words\.ts$/,
    looksLike: [/['"]gazette-notices['"]:\s*['"]/],
    but: {},
    planted: ["const said = { 'gazette-notices': 'notices' };"],
    innocent: ["topics: ['gazette-notices'],"],
  },
  {
    what: 'reader of typed days',
    home: /^services\/web\/src\/typed\.ts$/,
    looksLike: [/'iso', 'day-first', 'worded'\]/],
    but: {},
    planted: ["const day = readDay(text, ['iso', 'day-first', 'worded']);"],
    innocent: ["const day = readDay(printed, ['iso', 'day-first']);"],
  },
  {
    what: 'reader of separated text',
    home: /^packages\/sources\/src\/tables\//,
    looksLike: [
      /from ['"](?:csv-parse|papaparse|udsv)/,
      /from ['"](?:read-excel-file|xlsx)/,
      /\.xlsx\.load\(/,
    ],
    but: {
      'packages/sources/src/accounting/recount-notices.ts': 'recounts by another reader, on purpose',
    },
    planted: [
      "import { parse } from 'csv-parse/sync';",
      "import Papa from 'papaparse';",
      'await workbook.xlsx.load(bytes);',
    ],
    innocent: ["import { stringify } from 'csv-stringify/sync';"],
  },
  {
    what: 'register in force',
    home: /^packages\/db\/src\/holdings\/in-force\.ts$/,
    looksLike: [/\bundone_at is null/, /undone_at', 'is', null/],
    but: { 'packages/db/src/holdings/allocations.ts': 'a word of a person is taken back, and no register' },
    planted: [
      'join register_upload on register_upload.id = upload_id and undone_at is null',
      "    .where('undone_at', 'is', null)",
      "    .where('register_upload.undone_at', 'is', null)",
    ],
    innocent: ['.where(inForce)', '.set({ undone_at: null, waits: false })'],
  },
  {
    what: 'stand-in of a person',
    home: /^packages\/domain\/src\/actor\.ts$/,
    looksLike: [/`person \$\{/, /['"]person ['"]/, /'person %'/, /\^person /],
    but: {},
    planted: [
      'const owner = `person ${id}`;',
      "sql`made_by = 'person ' || person.id`",
      "sql`made_by not like 'person %'`",
      'const [, id] = /^person (\\d+)$/.exec(to) ?? [];',
    ],
    innocent: ['const owner = actorOf(id);', "const subject = 'person of a council';"],
  },
  {
    what: 'reason that was not kept',
    home: /^packages\/messages\/src\/reasons\.ts$/,
    looksLike: [/\?\? 'not-kept'/, /, 'not-kept'\)/],
    but: {},
    planted: ["const reason = code ?? 'not-kept';", "sql`coalesce(dead_reason, 'not-kept')`"],
    innocent: ["if (!document) return 'not-kept';"],
  },
  {
    what: 'list of ways of telling',
    home: /^packages\/domain\/src\/ways\.ts$/,
    looksLike: [
      /'smtp',\s*'govuk-notify'|'smtp' \| 'govuk-notify'/,
      /'teams',\s*'webhook'|'teams' \| 'webhook'/,
      /(?:channel|way) === '(?:teams|webhook|smtp|govuk-notify)'/,
    ],
    but: {},
    planted: [
      "const MAIL = new Set(['smtp', 'govuk-notify']);",
      "channel: z.enum(['teams', 'webhook']),",
      "readonly mailBy: 'smtp' | 'govuk-notify';",
      "const role = endpoint.channel === 'teams' ? 'place' : 'program';",
    ],
    innocent: ["const CHANNEL = 'govuk-notify';", 'if (isMailWay(channel)) return address;'],
  },
  {
    what: 'telling apart of news and follow-ups',
    home: /^packages\/alerting\/src\/alert\/causes\.ts$/,
    looksLike: [/followUpKinds/],
    but: {},
    planted: [
      'const kind = AlertKind.exclude(followUpKinds).parse(alert.kind);',
      ".where('kind', 'not in', [...followUpKinds])",
    ],
    innocent: ['const kind = NewsKind.parse(alert.kind);', '.where(newsOnly)'],
  },
  {
    what: 'key that works',
    home: /^(packages\/db\/src\/people\/api-keys|services\/web\/src\/key-standing)\.ts$/,
    looksLike: [/revokedAt [!=]== null/, /revoked_at is null and expires_at/],
    but: {},
    planted: [
      'return revokedAt === null && expiresAt > at;',
      'sql`revoked_at is null and expires_at > ${at}`',
    ],
    innocent: ["if (keyStanding(key, at) === 'works') return key;"],
  },
];

const code = ['packages', 'services', 'infra']
  .flatMap(filesBelow)
  .filter((file) => file.endsWith('.ts') && !/\.test\.ts$|\/migrations\/|\/fixtures\//.test(file));

function read(file: string): string {
  return readFileSync(path.join(clone, file), 'utf8');
}

/** What is said about the code is not the code. */
function withoutComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
}

const defines = ({ looksLike }: OneOf, source: string) =>
  looksLike.some((look) => look.test(withoutComments(source)));

describe.each(concepts)('one $what', (concept) => {
  test('a second one is nowhere', () => {
    const others = code.filter((file) => !concept.home.test(file) && !Object.hasOwn(concept.but, file));
    expect(others.filter((file) => defines(concept, read(file)))).toEqual([]);
  });

  test('its home is there, and what is excused still needs to be', () => {
    expect(code.some((file) => concept.home.test(file))).toBe(true);
    expect(Object.keys(concept.but).filter((file) => !defines(concept, read(file)))).toEqual([]);
  });

  test.each(concept.planted)('a planted second one is caught: %s', (source) => {
    expect(defines(concept, source)).toBe(true);
  });

  test.each(concept.innocent)('an innocent line passes: %s', (source) => {
    expect(defines(concept, source)).toBe(false);
  });
});

test('the number that accounts read by themselves is the one that everything else reads', () => {
  const printed = fc.stringMatching(/^(?:[0-9]{6,8}|(?:SC|NI|OC|FC|RC)[0-9]{5,6}|IP[0-9]{5}R)$/);
  fc.assert(
    fc.property(printed, (number) => {
      const read = readCompanyNumber(number);
      if (read !== null) expect(companyNumber(number)).toBe(read);
    }),
  );
});
