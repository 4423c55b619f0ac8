import { latestBaseRate } from '../base-rates.ts';
import { fittedOn } from '../fitted-points.ts';
import type { EvaluationRow } from '../evaluation/evaluate.ts';
import { model } from '../model.ts';

type Field = readonly [name: string, content: string];

const council = '*For the council to complete.*';

/**
 * ALGORITHMIC-TRANSPARENCY-RECORD.md as text, by the fields of the UK Algorithmic Transparency Recording Standard 3.0.
 * What only a council can say is left for it to complete.
 */
export function renderTransparencyRecord(
  measured: readonly EvaluationRow[],
  version: string = model.version,
): string {
  const parts: readonly (readonly [title: string, fields: readonly Field[]])[] = [
    ['Metadata', [...metadata, ['Model version', version]]],
    ['Tier 1: overview', overview],
    ['Tier 2.1: owner and responsibility', owner],
    ['Tier 2.2: description and rationale', rationale()],
    ['Tier 2.3: decision-making process', process],
    ['Tier 2.4.1: system specification', system],
    ['Tier 2.4.2: model specification', specification(measured, version)],
    ['Tier 2.4.3: data specification', data()],
    ['Tier 2.5: risks, mitigations and impact assessments', risks],
  ];
  const body = parts.map(([title, fields]) => `## ${title}\n\n${fields.map(toText).join('\n\n')}`);
  return `# Algorithmic transparency record: Tocsin supplier-risk score

Fields of the Algorithmic Transparency Recording Standard, version 3.0, from the same source as MODEL.md. Made by \`npm run tocsin -- evaluate --card\`. Do not edit.

${body.join('\n\n')}
`;
}

function toText([name, content]: Field): string {
  return `**${name}**: ${content}`;
}

const metadata: readonly Field[] = [
  ['Standard version', '3.0'],
  ['Name', 'Tocsin supplier-risk score'],
  ['Organisation', council],
  ['Function', 'Procurement and contract management'],
  ['Phase', 'Pre-deployment'],
  ['Geographic region', 'England'],
];

const overview: readonly Field[] = [
  [
    'Description',
    'Reads public registers about companies that supply the council, adds up points for published signs of financial difficulty, and tells the officers in charge of the contracts which suppliers to look at.',
  ],
  ['Website', council],
  ['Contact email', council],
];

const owner: readonly Field[] = [
  ['Organisation or department', council],
  ['Team', council],
  ['Senior responsible owner', council],
  ['Third party involvement', 'None by design: the software is open source and self-hosted.'],
  ['Procurement procedure type', council],
];

function rationale(): readonly Field[] {
  return [
    [
      'Detailed description',
      `${model.rows.length} questions are answered from published facts (present, absent or unknown). Each present answer counts stated points, which age by a stated rule; their sum, kept between 0 and 100, is the score, and cuts of the score are the bands. A formal insolvency proceeding on the public record is shown as the fact that it is, apart from any estimate.`,
    ],
    [
      'Scope',
      'Companies and other registered bodies. No natural person is scored; sole traders are left out.',
    ],
    [
      'Benefit',
      'Days or weeks to prepare continuity of services when a supplier is in difficulty, and one place where the evidence can be checked.',
    ],
    ['Previous process', council],
    [
      'Alternatives considered',
      'Commercial credit scores (closed, not explainable point by point); machine-learned models (on sound accounting ratios boosting gained nothing over added points).',
    ],
  ];
}

const process: readonly Field[] = [
  [
    'Process integration',
    'An alert asks an officer to look. It starts no automatic action against a supplier and offers none.',
  ],
  [
    'Provided information',
    'The dated fact and its link, the points of every finding with their source, the coverage, the base rate, what is not known, the council’s own exposure and timed next steps.',
  ],
  ['Frequency and scale of usage', council],
  [
    'Human decisions and review',
    'Every decision about a contract is taken by people. The alert says that it is not a reason to exclude a supplier.',
  ],
  ['Required training', council],
  [
    'Appeals and review',
    'A mistake reported on the page is corrected at its source or in our reading of it, the supplier is scored again and everybody who was told is told again.',
  ],
];

const system: readonly Field[] = [
  [
    'System architecture',
    'Connectors archive each published document by its hash; a pure function judges the facts; assessments, facts and evidence are kept in Postgres so that every score can be computed again.',
  ],
  ['System-level input', 'Notices of The Gazette, records and filings of Companies House, contract notices.'],
  ['System-level output', 'Score, band, coverage, findings with evidence, formal events.'],
  [
    'Maintenance',
    'Model versions run side by side before one replaces the other; tests recompute stored scores.',
  ],
];

function specification(measured: readonly EvaluationRow[], version: string): readonly Field[] {
  const best = measured.filter((row) => row.model.startsWith('Tocsin balance sheet, 10'));
  const performance = best.map(
    (row) => `${row.set}: AUC ${row.auc.toFixed(3)} (${row.aucLow.toFixed(3)}–${row.aucHigh.toFixed(3)})`,
  );
  return [
    ['Model name and version', `Tocsin supplier-risk score ${version}`],
    ['Model task', 'Ranking companies by published signs of financial difficulty'],
    ['Model input', 'Facts about one company published by a given day'],
    ['Model output', 'A score from 0 to 100, a band, and the findings it is the sum of'],
    ['Model architecture', 'A table of points (a scorecard); no learning in operation'],
    ['Model performance', `Balance-sheet component, out of fold. ${performance.join('; ')}. See MODEL.md.`],
    [
      'Datasets',
      `Points of accounts: ${fittedOn.set} (UCI 365). All other points: published odds or stated priors.`,
    ],
    ['Dataset purposes', 'Fitting and trial of the accounts component; trial only for the American set'],
  ];
}

function data(): readonly Field[] {
  const rate = latestBaseRate();
  return [
    [
      'Source data',
      'The Gazette, Companies House, Find a Tender, Contracts Finder (Open Government Licence v3.0)',
    ],
    ['Data modality', 'Structured records, notices and filed accounts (iXBRL, XBRL)'],
    [
      'Data quantities',
      `About 5.5 million registered companies, of which the council’s suppliers are watched; base rate ${rate.per10000} insolvencies per 10,000 companies in ${rate.year}`,
    ],
    ['Sensitive attributes', 'None. Officers are kept as counts and dates, without names.'],
    [
      'Data completeness and representativeness',
      'See the limits in MODEL.md; coverage is shown beside every score.',
    ],
    [
      'Data collection',
      'Fetched from the publishers at their pace; each document archived with its date and hash',
    ],
    ['Data sharing and access', 'Council-private facts are kept apart by row-level security'],
  ];
}

const risks: readonly Field[] = [
  ['Impact assessments', council],
  [
    'Risks and mitigations',
    [
      'An estimate is taken for a fact: fact and estimate are printed apart, and the band of a proceeding needs a proceeding.',
      'A sound supplier loses business: no exclusion button, the fixed line in every alert, corrections to everybody who was told.',
      'A failure is missed: coverage and unknowns are shown, misses are published with the hits in MODEL.md.',
      'Small firms are marked down for being small: size is capped at 6 points.',
      'The wrong company is matched: an ambiguous name waits for a person.',
    ].join(' '),
  ],
];
