import type { Source } from './define-source.ts';
import { sources } from './sources.ts';

/** SOURCES.md: what every source is, in prose and in one table, from the declarations alone. */
export function renderSourcesDoc(listed: readonly Source[] = sources): string {
  return [
    '# Sources',
    '',
    'Every public source that Tocsin reads. Written from the declarations in `src/`; do not edit: run the tests of this',
    'package with `-u` after changing a declaration.',
    '',
    '| source | publisher | runs | at most | needs |',
    '|---|---|---|---|---|',
    ...listed.map(rowOf),
    '',
    ...listed.flatMap(sectionOf),
    'Contains public sector information licensed under the Open Government Licence v3.0.',
    '',
  ].join('\n');
}

function rowOf({ id, publisher, schedule, pace, needs }: Source): string {
  const runs = schedule.includes(' ') ? `\`${schedule}\`` : schedule;
  const keys = needs.map((name) => `\`${name}\``).join(', ') || 'nothing';
  return `| [${id}](#${id}) | ${publisher} | ${runs} | ${pace.requests} requests in ${pace.perSeconds} s | ${keys} |`;
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
