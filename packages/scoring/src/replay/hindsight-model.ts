import { formatDate, happenedBy } from '@tocsin/domain';
import { absent, fading, type Indicator, unknown } from '../indicator.ts';
import { model, type Model } from '../model.ts';

const YEAR_DAYS = 365;

const profitWarnings: Indicator = {
  id: 'profit-warnings',
  group: 'conduct',
  question: 'Has the company warned of lower profits in the last twelve months?',
  topics: ['public-reports'],
  judge(subject, weight) {
    const warnings = subject.latest('public-report').filter(({ signal }) => signal.type === 'profit_warning');
    const recent = warnings.filter((w) => subject.age(happenedBy(w)) <= YEAR_DAYS);
    const [oldest] = recent;
    if (!oldest) return unknown('Not known: no connector takes in profit warnings.');
    const level = recent.length >= 3 ? 'three' : recent.length === 2 ? 'two' : 'one';
    const because = `${recent.length} profit warning${recent.length > 1 ? 's' : ''} within twelve months.`;
    const evidence = recent.map((w) => w.evidence);
    const judged = fading(
      subject,
      { points: weight.levels?.[level] ?? 0 },
      happenedBy(oldest),
      because,
      evidence,
    );
    return { ...judged, changesIn: YEAR_DAYS + 1 - subject.age(happenedBy(oldest)) };
  },
};

const reportedTrouble: Indicator = {
  id: 'reported-trouble',
  group: 'conduct',
  question: 'What else was reported in public?',
  topics: ['public-reports'],
  judge(subject, weight) {
    const points = (type: string) => weight.levels?.[type] ?? 0;
    const reports = subject.latest('public-report').filter(({ signal }) => points(signal.type) > 0);
    const recent = reports.filter((r) => subject.age(happenedBy(r)) <= YEAR_DAYS);
    const [oldest] = recent;
    if (!oldest) return reports.length > 0 ? absent('Reports are older than a year.') : unknown('Not known.');
    const types = [...new Set(recent.map((r) => r.signal.type))];
    const sum = types.reduce((total, type) => total + points(type), 0);
    const because = recent.map((r) => `${formatDate(happenedBy(r))}: ${r.signal.what}`).join('; ');
    const judged = fading(
      subject,
      { points: sum },
      happenedBy(oldest),
      because,
      recent.map((r) => r.evidence),
    );
    return { ...judged, changesIn: YEAR_DAYS + 1 - subject.age(happenedBy(oldest)) };
  },
};

/** What press reports would have counted: priors of ours, used in no assessment, only in the hindsight column. */
const reports = {
  notice_of_intention: 65,
  cva: 35,
  missed_interest: 35,
  regulator_notice: 35,
  distress_exchange: 25,
  standstill: 25,
  exit: 20,
  buyer_rating: 10,
  payment_terms: 8,
  payment_behaviour: 8,
  sale: 5,
  contract_loss: 5,
  ceo_leaves: 5,
  regulator: 5,
  accounts_late: 4,
  disposal: 3,
  ownership_change: 2,
};

/** The shipped model with the two questions that only somebody who reads the papers could answer. */
export const hindsightModel: Model = {
  ...model,
  version: `${model.version}+hindsight`,
  rows: [
    ...model.rows,
    {
      indicator: profitWarnings,
      weight: { points: 36, levels: { one: 12, two: 22, three: 36 } },
      basis: 'published',
      citation:
        'EY 2019: 18 % of UK firms restructure within a year of a third warning; one and two are priors',
    },
    {
      indicator: reportedTrouble,
      weight: { points: 65, levels: reports },
      basis: 'expert',
      citation: 'Prior: hindsight only',
    },
  ],
};
