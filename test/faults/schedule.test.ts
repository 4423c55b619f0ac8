import { expect, test } from 'vitest';
import { given, sized } from '../support/faults-size.ts';
import { judge } from '../support/schedule/judge.ts';
import { liveThrough } from '../support/schedule/live.ts';
import { inWords, scheduleOf } from '../support/schedule/strikes.ts';

/** As in `npm run test:faults -- --seed 1 --minutes 5`. */
const SEED = given('SEED', 1);
const SECONDS = given('MINUTES', sized(5, 0.5)) * 60;
const SIZE = sized({ councils: 50, suppliers: 400 }, { councils: 12, suppliers: 200 });

test('whatever strikes while councils act, nothing is lost, doubled, leaked or out of order', async () => {
  const strikes = scheduleOf(SEED, SECONDS);
  const lived = await liveThrough({ seed: SEED, seconds: SECONDS, ...SIZE, strikes });
  const judgement = judge(lived.history);
  const found = Object.values(judgement).flat();
  process.stdout.write(
    `seed ${SEED}, ${SECONDS} s, ${SIZE.councils} councils: ${told(lived, strikes.length)}\n`,
  );
  if (found.length > 0)
    process.stdout.write(
      `seed ${SEED} failed. What struck:\n${strikes.map(inWords).join('\n')}\nWhat was said last:\n` +
        `${lived.said.slice(-LAST_SAID).join('\n')}\n`,
    );
  expect(judgement).toEqual({ lost: [], duplicated: [], leaked: [], outOfOrder: [] });
}, 1_800_000);

const LAST_SAID = 200;

function told(
  { history, putAside, quietAfterSeconds }: Awaited<ReturnType<typeof liveThrough>>,
  struck: number,
) {
  const { deeds, readings, mails, truth, end } = history;
  const answered = (answer: string) => deeds.filter((deed) => deed.answer === answer).length;
  return [
    `${struck} faults`,
    `deeds: ${answered('acknowledged')} acknowledged, ${answered('refused')} refused, ${answered('unknown')} unknown`,
    `${readings.length} pages read`,
    `${truth.must.length} to be told, ${end.alerts.length} alerts, ${mails.length} mails of ${end.deliveries.length} deliveries`,
    `${putAside} messages put aside and sent again`,
    `quiet after ${quietAfterSeconds.toFixed(1)} s`,
  ].join('; ');
}
