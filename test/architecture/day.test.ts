import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { clone, filesBelow } from './clone.ts';

interface Rule {
  readonly what: string;
  readonly pattern: RegExp;
  /** Where it may stand; the reader of accounts stands alone, and migrations are frozen. */
  readonly but: RegExp;
  readonly planted: readonly string[];
}

const ALONE = /^packages\/(accounts|db\/src\/schema\/migrations)\//;

const rules: readonly Rule[] = [
  {
    what: 'makes a day of an instant by cutting its text',
    pattern:
      /(toISOString\(\)|\w(At|Instant|_at)|\bat|\bnow(\(\))?|\binstant)\s*\.((slice|substring|substr)\(0, ?10\)|split\('T'\))/,
    but: ALONE,
    planted: [
      'const today = new Date().toISOString().slice(0, 10);',
      'const day = row.publishedAt.slice(0, 10);',
      'const on = now().slice(0, 10);',
      "const today = new Date().toISOString().split('T')[0];",
      'const day = at.slice(0, 10);',
      'const day = row.published_at.slice(0, 10);',
    ],
  },
  {
    what: 'counts days as milliseconds',
    pattern:
      /\b86_?400_?000\b|\b864e5\b|\b24 \* (3_?600_?000|60 \* 60)|\bd(ay)?s \* 24 \*|\b(DAY|WEEK)_?MS\b/i,
    but: ALONE,
    planted: [
      'const DAY_MS = 86_400_000;',
      'return (b - a) / 86400000;',
      'const DAY_MS = 24 * 3_600_000;',
      'at + 7 * 24 * 60 * 60 * 1000',
      '3 * 864e5',
    ],
  },
  {
    what: 'begins or ends a day by gluing a time of UTC to it',
    pattern:
      /(\}|\b[dD]ay\b\s*\+\s*['"`]|\|\|\s*')T(00|2[234]):\d\d(:\d\d(\.\d+)?)?(Z|\+00)|(new Date|Date\.parse)\(`\$\{[^}]*\}T(00|2[234])/,
    // What the register says of a day stands on record at this moment of it, and is read again under the same.
    but: /^test\/|\.test\.ts$|^packages\/(accounts\/|db\/src\/schema\/migrations\/|sources\/src\/companies-house\/answer\.ts|scoring\/src\/indicators\/judged\.ts)/,
    planted: [
      'if (day) return `${day}T00:00:00.000Z`;',
      'return `${addDays(dayOf(at), days + 1)}T00:00:00.000Z`;',
      '`Expires: ${addDays(today, 90)}T00:00:00Z`,',
      "const from = day + 'T00:00:00Z';",
      "const until = day + 'T23:59:59.999Z';",
      "sql`(paid_on || 'T00:00Z')`",
      'const from = new Date(`${day}T00:00:00`);',
    ],
  },
  {
    what: 'lets Postgres make a day of a moment',
    pattern:
      /::\s*(date|timestamp)\b|date_trunc\(\s*'(day|week|month)'|\bcurrent_date\b|\blocaltimestamp\b|\bas date\)|\bto_date\(|\bto_char\([^)]*_at\b|\bdate\(\w+_at\)/i,
    but: ALONE,
    planted: [
      'sql`max(finished_at)::date`',
      "sql`(${asOf}::date + 1)::timestamp at time zone 'Europe/London'`",
      "sql`date_trunc('day', at)`",
      "sql`date_trunc( 'month', at)`",
      'sql`at :: date`',
      'sql`date(finished_at)`',
      "sql`to_char(finished_at, 'YYYY-MM-DD')`",
      'sql`paid_on > current_date - 365`',
      'sql`cast(at as date)`',
    ],
  },
  {
    what: 'asks the clock of the machine for a day, or prints one in its own way',
    pattern: /\.get(UTC)?(Date|Month|FullYear)\(|Intl\.DateTimeFormat|toLocale(Date|Time)String\(/,
    but: /^packages\/(accounts\/|db\/src\/schema\/migrations\/|domain\/src\/(day|printed-day)(\.test)?\.ts$)|import-rules/,
    planted: [
      'const day = new Date().getDate();',
      'const year = at.getUTCFullYear();',
      "new Intl.DateTimeFormat('en-GB').format(at)",
      'at.toLocaleDateString()',
    ],
  },
  {
    what: 'takes the day of a look for the day of an event',
    pattern: /(occurredOn:|eventDay\().*([rR]etrievedAt|observedAt|\bnow\b|\btoday\b|\?\? dayOf)/,
    but: /^packages\/scoring\/src\/versions\//,
    planted: [
      'occurredOn: statement.occurredOn ?? dayOf(publishedAt),',
      'occurredOn: dayOf(document.retrievedAt),',
      'return eventDay(today);',
    ],
  },
  {
    what: 'opens a session whose zone nobody set',
    pattern: /new (pg\.)?(Client|Pool)\(/,
    but: /^(packages\/db\/src\/schema\/database\.ts|test\/)/,
    planted: ['const client = new Client({ connectionString });', 'const pool = new Pool({ max: 3 });'],
  },
];

const SELF = 'test/architecture/day.test.ts';
const code = ['packages', 'services', 'infra', 'test']
  .flatMap(filesBelow)
  .filter((file) => file.endsWith('.ts') && file !== SELF);

/** Lines of a text that break a rule. */
function broken({ pattern }: Rule, text: string): readonly string[] {
  return text.split('\n').filter((line) => pattern.test(line));
}

describe('a day is made in one place', () => {
  test.each(rules)('nothing else $what', (rule) => {
    const found = code
      .filter((file) => !rule.but.test(file))
      .flatMap((file) =>
        broken(rule, readFileSync(path.join(clone, file), 'utf8')).map((line) => `${file}: ${line.trim()}`),
      );
    expect(found).toEqual([]);
  });

  test.each(rules)('a planted line that $what is found', (rule) => {
    expect(rule.planted.map((line) => broken(rule, line).length)).toEqual(rule.planted.map(() => 1));
  });
});
