import { bandMeanings, bandOrder } from '@tocsin/domain';
import { latestBaseRate } from '../base-rates.ts';
import { accountsProbabilities } from '../calibration.ts';
import { calibrationSteps, fittedOn } from '../fitted-points.ts';
import type { Decile } from '../evaluation/deciles.ts';
import { evaluationHeading, evaluationLines, type EvaluationRow } from '../evaluation/evaluate.ts';
import { POINTS_PER_DOUBLING } from '../evaluation/points-table.ts';
import type { Group } from '../indicator.ts';
import { type Model, model } from '../model.ts';
import { type Life, lives, livesOfFilings } from '../lives.ts';
import { proceedings } from '../proceedings.ts';
import { type ReplayedCase, replayHeading, replayLines } from '../replay/replay.ts';
import { fadeInWords, markdownTable, pointsInWords } from './markdown.ts';

const groups: Readonly<Record<Group, string>> = {
  formal: 'Formal events',
  'balance-sheet': 'Balance sheet',
  'profit-and-cash': 'Profit and cash',
  conduct: 'Conduct',
  'group-and-market': 'Group and market',
};

/** What the last evaluation and replay gave. */
export interface CardFigures {
  readonly rows: readonly EvaluationRow[];
  readonly deciles: readonly Decile[];
  readonly cases: readonly ReplayedCase[];
}

/** MODEL.md as text: the table, the bands, what was measured. A test fails when the committed file differs. */
export function renderModelCard(measured: CardFigures, version: string = model.version): string {
  return `${[
    `# The score: model ${version}`,
    'Made from the model table and the last evaluation by `npm run tocsin -- evaluate --card`. Do not edit.',
    purpose,
    scale(),
    indicators(model),
    bands(),
    factsOfInsolvency(),
    howFactsEnd(),
    probabilities(),
    calibration(measured.deciles),
    evaluation(measured.rows),
    cases(measured.cases),
    limits,
    contest,
    versions,
    again,
  ].join('\n\n')}\n`;
}

const purpose = `## Purpose, users, and what it is not
The score tells procurement officers, contract managers and the national lead of English councils which suppliers to look at first. It is a sum of points, each tied to one published fact with its source, so that any point can be read out in front of the supplier, a journalist and a judge.

It is **not** a credit rating, not a probability, and never a reason to exclude a supplier from a procurement: under the Procurement Act 2023 insolvency is a discretionary ground with its own tests. It holds nothing about people. A low score means that nothing was found in what was looked at, which the coverage beside it measures; it does not mean that the supplier is sound.`;

function scale(): string {
  const count = model.rows.length;
  return `## How the points work
score = the sum of the points shown, kept between 0 and 100; the raw sum is stored beside it. Every ${POINTS_PER_DOUBLING} points stand for a doubling of the odds of a formal insolvency within twelve months: measured for the ratios of accounts, reasoned on the same scale for everything else (basis *published* where odds or the law are published, *expert* where we found none).

- ${count} questions are asked. Each answers *present*, *absent* or *unknown*. Unknown counts 0 and lowers the coverage (share of questions that could be judged). A look for signs speaks for ${model.rules.lookLastsDays} days; after that "found none" is unknown again.
- Points age by the rule beside them: full, then half (rounded towards 0), then the finding retires and says since when. Accounts older than their rule answer *unknown*.
- A good ratio counts 0, never less: only a proceeding that has ended gives points back.
- Only what was published by the end of the day (in London) and observed by the moment asked for is seen, so the same facts give the same score for ever.`;
}

function howFactsEnd(): string {
  const lines = Object.entries<Life>(lives).map(([family, life]) => [
    `\`${family}\``,
    life.mayFollow.join(', '),
    stepsInWords(life),
  ]);
  const filings = Object.entries(livesOfFilings).map(([fact, { mayFollow, endedBy }]) => [
    `\`${fact}\``,
    mayFollow.join(', '),
    `Ended by ${endedBy}.`,
  ]);
  return `## How facts end
Every adverse fact has a life and an end. Where nothing more is published and the register has been looked at since, it counts less from a day on, and that is said.

${markdownTable(['fact', 'what may follow', 'if nothing is published'], [...lines, ...filings])}`;
}

function stepsInWords({ from, withoutHearing, steps }: Life): string {
  const start = withoutHearing ? `${from} (publication + ${withoutHearing} days where none is known)` : from;
  const told = steps.map(({ days, counts, say }) => `${start} + ${days} days: counts ${counts}. ${say}`);
  return told.length > 0 ? told.join(' ') : 'It stands until its end is on record.';
}

function indicators(of: Model): string {
  const heading = ['indicator', 'question', 'points', 'how they age', 'basis', 'source'];
  const tables = Object.entries(groups).map(([group, title]) => {
    const rows = of.rows.filter((row) => row.indicator.group === group);
    const lines = rows.map((row) => [
      `\`${row.indicator.id}\``,
      row.indicator.question,
      pointsInWords(row),
      fadeInWords(row),
      row.basis,
      row.citation,
    ]);
    return `### ${title}\n${markdownTable(heading, lines)}`;
  });
  return `## Indicators\n${tables.join('\n\n')}`;
}

function bands(): string {
  const lowest = { low: '0', ...model.cuts, insolvent: 'a formal insolvency proceeding is open' };
  const rows = bandOrder.map((band) => [`\`${band}\``, String(lowest[band]), bandMeanings[band]]);
  return `## Bands
${markdownTable(['band', 'from', 'printed as'], rows)}

A band is entered at its cut and left only when the score is more than ${model.rules.hysteresisPoints} points below it, so that it does not flap; the band before is an input of recomputation. \`insolvent\` is a fact, not an estimate: no score reaches it, and it holds only while a proceeding is open on the public record.`;
}

function factsOfInsolvency(): string {
  const rows = Object.entries(proceedings).map(([family, { effect, title }]) => [
    `\`${family}\``,
    title,
    effect,
  ]);
  return `## Which public acts are facts of insolvency
${markdownTable(['proceeding', 'title of its alert', 'at most'], rows)}

Members' voluntary liquidation is solvent and counts nothing; so does a strike-off that the company's own directors have asked for. Both are told as information, until they have ended; a strike-off of which it is not known whether it is voluntary counts as the registrar's. A heading that fits several proceedings is recorded and counts nothing. A register status of "liquidation" covers solvent liquidations too: until a case or notice says which kind it is, it is at most severe. The words of The Gazette and of Companies House about one proceeding are joined (same company, same kind, until it has ended; petitions by court reference, else within 90 days) and named after the statement seen first.`;
}

function probabilities(): string {
  const rate = latestBaseRate();
  const rows = accountsProbabilities(rate).map(({ band, probability, firms, failures }) => [
    band,
    probability === null ? 'not yet measured' : `${(probability * 100).toFixed(2)} %`,
    String(firms),
    String(failures),
  ]);
  return `## Base rate, and probability where data support one
${rate.per10000} in every 10,000 companies of England and Wales entered a formal insolvency in ${rate.year} (Insolvency Service; all registered companies: council suppliers are a different population).

A twelve-month probability is known for the accounts component by itself only: firms of ${fittedOn.set} (${fittedOn.n} firms, ${fittedOn.failures} failures within a year) by the points that their accounts gave out of fold, odds re-based to that rate. It was **fitted elsewhere**: the ranking may carry over, the level is an assumption.

${markdownTable(['accounts alone stand at', 'within 12 months', 'firms', 'failures'], rows)}

For scores that rest on anything else: not yet measured.`;
}

function calibration(deciles: readonly Decile[]): string {
  const tenths = deciles.map(({ firms, said, failures }, i) => [
    String(i + 1),
    String(firms),
    `${(said * 100).toFixed(1)} %`,
    `${((failures / firms) * 100).toFixed(1)} % (${failures})`,
  ]);
  const rows = calibrationSteps.map(({ from, firms, failures }, i) => {
    const next = calibrationSteps[i + 1];
    const share = `${((failures / firms) * 100).toFixed(1)} %`;
    return [next ? `${from}–${next.from - 1}` : `${from} and more`, String(firms), String(failures), share];
  });
  return `## Calibration
Points of accounts out of fold (mean of ten seeded ten-fold runs on ${fittedOn.set}), in steps of five points:

${markdownTable(['points', 'firms', 'failures', 'failed within a year'], rows)}

The same firms by decile of the probability that balance sheet and profit gave them out of fold, at the set's own rate:

${markdownTable(['decile', 'firms', 'said', 'failed'], tenths)}`;
}

function evaluation(rows: readonly EvaluationRow[]): string {
  return `## Evaluation
Formulas as published, no fitting, missing values at the median. Our tables: fitted on nine tenths of the rows and tried on the tenth, ten times over with ten seeds (means; identical rows lie in one fold, and whether a cell is missing is never a feature); and the table as it ships, on sets that it was not fitted on. AUC intervals: 95 %, stratified bootstrap, 100 draws a run. Brier figures after re-basing to the set's own rate.

${markdownTable(evaluationHeading, evaluationLines(rows))}

- The famous .96 on all 64 Polish ratios is an artefact of how that file was made (which cells are missing alone gives .87): we neither quote nor chase it.
- The American label marks every year of a firm that ever failed; those rows are used for trial only, never for fitting. Taiwan's set holds ratios scaled to 0–1 that no formula can use: left out.
- No open set joins UK accounts to UK insolvencies. \`evaluate --uk <folder>\` takes one the day somebody has it: \`accounts.ndjson\` (lines of \`read-accounts\`, each with \`filedOn\`), \`outcomes.csv\` (\`company_number,registered_on,exit,exited_on\`; the exit insolvent, struck-off or dissolved) and \`about.json\` (\`outcomesUntil\`). The made-up country of \`npm run national\` writes such a folder, to prove that the measuring is right; what is measured there is no evidence.
- Accounts alone reach .70–.80 at one year and fade to .55 at five. Events and conduct must add the rest; for them there is case evidence only.`;
}

function cases(replayed: readonly ReplayedCase[]): string {
  return `## Cases: when could we have known?
Each dated public record replayed day by day through this score. *connectors*: only what our connectors can ingest; only this counts as warning. *hindsight*: press and market reports too, with points that no assessment uses and that were set by people who knew these cases. Days of warning run from the first \`elevated\` to the formal event or outcome. A partial date counts from its last day.

${markdownTable(replayHeading, replayLines(replayed))}

Said plainly:
- **Carillion would not have been caught.** The accounts of 1 March 2017 were clean on their face (profit before tax £146.7 million; period-end borrowing £218.9 million hid an average of £586.5 million) and group accounts of that size were not filed in a form that a machine reads. Until 15 January 2018 no connector had anything to say. Even with the press the score reaches \`elevated\` only by the turn of the year; the profit warnings of July and September 2017 stand at \`watch\`.
- **ISG: four days at best.** The petition of 16 September 2024 was against a subsidiary, and The Gazette advertises a petition at the earliest seven working days after it is served: by the notice alone the warning would have come with or after the administration. Its late accounts were not yet overdue.
- Allied Healthcare and Four Seasons were told by regulators and bondholders, Working Links by nobody; no register spoke before the end.
- Mitie, with three profit warnings, would have been a false alarm in hindsight: the same signals as Carillion, and it survived.
- Four controls have no dated evidence: they prove nothing either way.`;
}

const limits = `## Limits
- Most small companies publish no profit and loss account; two in three file a balance sheet with creditors and cash. Retained earnings and depreciation are seldom tagged, so several ratios are often unknown.
- Accounts are up to 21 months old when the next are due. Group accounts of large firms are often paper or PDF until 2028.
- The accounts points were fitted on Polish firms of 2000–2013, most of them larger than a council's local suppliers; total assets were converted at five zlotys to the pound and are capped at 6 points, so that nobody stands at \`watch\` for being small.
- Weights marked *expert* are priors. They were set before any outcome of a living supplier was seen and have not been tested on UK outcomes.
- Short positions have no connector yet: their question is unknown for everybody.
- Group links come from corporate persons with significant control: foreign parents end the chain.`;

const contest = `## How to contest
Every finding names its source, date and link. If a published fact is wrong, the publisher corrects it and the score follows; if we have read it wrongly or tied it to the wrong company, "Report a mistake" on the page or an e-mail to the council starts a correction: the supplier is scored again and everybody who was told is told again. An objection by itself changes no score.`;

const versions = `## Versions
A change of this table is a new version (\`npm run tocsin -- release-model <version>\`). It runs beside the old one first; \`npm run tocsin -- compare-models <old> <new>\` lists which suppliers would change band and why. Every released table of points is kept (\`src/versions\`) with a frozen sample of made-up suppliers, in which every question that can count is present, absent and unknown; a test holds each version to its table and to what it said of them, so that a stored score recomputes by the version that gave it. A change of model raises no alert by itself: what it alone has lifted is told nobody, now or later, until facts move the supplier further.`;

const again = `## To make it again
\`npm run tocsin -- evaluate --refit\` fits the points of accounts again (seeded) into the source; \`npm run tocsin -- evaluate --card\` evaluates, replays and writes this file and the transparency record. \`npm run tocsin -- replay [case]\` prints the cases alone.`;
