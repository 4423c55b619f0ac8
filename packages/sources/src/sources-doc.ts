import type { Source } from './define-source.ts';
import { promiseWords } from './promise.ts';
import { sources } from './sources.ts';

/** SOURCES.md: what every source is, in prose and in one table, from the declarations alone. */
export function renderSourcesDoc(listed: readonly Source[] = sources): string {
  return [
    '# Sources',
    '',
    'Every public source that Tocsin reads. Written from the declarations in `src/`; do not edit: run the tests of this',
    'package with `-u` after changing a declaration.',
    '',
    'A look counts for as long as its source promises: after that, nobody has looked.',
    '',
    '| source | publisher | runs | a look counts | at most | needs |',
    '|---|---|---|---|---|---|',
    ...listed.map(rowOf),
    '',
    ...listed.flatMap(sectionOf),
    'Contains public sector information licensed under the Open Government Licence v3.0.',
    '',
  ].join('\n');
}

function rowOf({ id, publisher, schedule, promise, pace, needs }: Source): string {
  const runs = schedule.includes(' ') ? `\`${schedule}\`` : schedule;
  const keys = needs.map((name) => `\`${name}\``).join(', ') || 'nothing';
  return `| [${id}](#${id}) | ${publisher} | ${runs} | ${promiseWords(promise)} | ${pace.requests} requests in ${pace.perSeconds} s | ${keys} |`;
}

function sectionOf({ id, title, homepage, licence, description, pace, covers }: Source): string[] {
  const { backOff } = pace;
  return [
    `## ${id}`,
    '',
    `**${title}** · <${homepage}> · ${licence}`,
    '',
    description,
    '',
    ...(backOff
      ? [`Answers ${backOff.statuses.join(' and ')} are waited out for ${backOff.seconds} seconds.`, '']
      : []),
    ...(covers.length > 0
      ? [`One complete run is a look at every company for: ${covers.join(', ')}.`, '']
      : []),
  ];
}
