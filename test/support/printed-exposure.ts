import {
  dayAfter,
  formatDate,
  formatMoneyByBasis,
  formatPoundsShort,
  formatVat,
  formatWholePounds,
  type MoneyByBasis,
} from '@tocsin/domain';
import { valuesNotKnown, type ExposureView } from '@tocsin/exposure';
import { inPence, penceOfCells } from './claim.ts';
import { onlyText, tableOf, type TableRow, type Told } from './told.ts';

/** What is said of one alert's exposure in each place, beside what the API's pence print there. */
interface Answers {
  readonly about: string;
  readonly api: Readonly<Record<string, unknown>>;
  readonly said: Readonly<Record<string, unknown>>;
}

const bases = ['net', 'gross', 'unknown'] as const;
const nothing = { net: 0, gross: 0, unknown: 0 } as MoneyByBasis;

/** Reads every place that tells one council's exposure back: alert, supplier, Our exposure, mail, exports and the API. */
export function answersOf(told: Told): readonly Answers[] {
  const ours = told.ours;
  const inbox = tableOf(told.inboxCsv);
  const exported = tableOf(told.exposureCsv);
  const exposurePage = told.exposurePage;
  const answers: Answers[] = [];
  for (const one of told.alerts) {
    const { id, number, mail } = one;
    const { exposure } = one.inList;
    const left = exposure.totals.valueLeft;
    const isKnown = (exposure.spend?.last12Months ?? null) !== null;
    const spend = exposure.spend?.last12Months ?? nothing;
    const row = inbox.find((one) => one['Alert'] === id) ?? {};
    const ofSupplier = exported.filter((one) => one['Company numbers']?.split('; ').includes(number));
    const held = [...ours.held, ...ours.awaiting].filter(({ suppliers }) =>
      suppliers.some((one) => one.id === exposure.supplierId),
    );
    const { facts, today } = one.alone;
    // Of the very day on which it was raised an alert shows no second reading.
    const isLater = today.asOf !== exposure.asOf;
    const now = rowNow(one.page);
    const alertPage = onlyText(one.page);
    const supplierPage = onlyText(one.supplier.page);
    // The twelve months of a supplier against which something stands end before it, and those of Our exposure do not.
    const isOfSameYear = exposure.spend?.to === ours.spend?.to;
    const unseen = isOfSameYear
      ? ours.unseen.find(({ supplier }) => supplier.id === exposure.supplierId)
      : undefined;
    // A mail that only tells that a proceeding has ended names no money.
    const letter = mail && /your contracts and spend/i.test(mail.text) ? onlyText(mail.text) : null;
    const contracts = exposure.contracts.map((one) => `${one.ref} ${one.valueLeft?.pence ?? ''}`).toSorted();
    const rows = rowsAbout(exposurePage, number);
    answers.push({
      about: `alert ${id} about ${number}`,
      api: {
        'inbox.csv left': inPence(left),
        'inbox.csv spend': isKnown ? inPence(spend) : 'unknown',
        'one alert': exposure,
        'our contracts': contracts,
        'exposure.csv': contracts,
        'alert left': formatMoneyByBasis(left),
        'alert spend': formatMoneyByBasis(spend),
        'alert tile left': leftTile(exposure, 'No contract known'),
        'alert tile spend': spendTile(exposure),
        'now left':
          isLater && today.exposure ? lines(today.exposure.totals.valueLeft, formatWholePounds) : null,
        'now spend':
          isLater && today.exposure?.spend
            ? lines(today.exposure.spend.last12Months, formatWholePounds)
            : null,
        'supplier left': leftTile(exposure, 'None known'),
        // An earlier event may have become known since, on the very day: the year before it is another one.
        'supplier spend': spendOnPage((isLater ? null : today.exposure?.spend) ?? exposure.spend),
        'mail left': formatMoneyByBasis(left),
        'mail spend': formatMoneyByBasis(spend),
        'unseen spend': inPence(spend),
        'unseen row': true,
        'contract rows': [],
      },
      said: {
        'inbox.csv left': penceIn(row, 'Value left'),
        'inbox.csv spend': penceIn(row, 'Spend last 12 months'),
        'one alert': facts.exposure,
        'our contracts': held
          .map(({ contract: one }) => `${one.ref} ${one.valueLeft?.pence ?? ''}`)
          .toSorted(),
        'exposure.csv': ofSupplier
          .map((one) => `${one['Reference']} ${pence(one['Value left (£)'])}`)
          .toSorted(),
        'alert left': sentence(alertPage, LEFT),
        'alert spend': sentence(alertPage, SPENT),
        'alert tile left': sentence(alertPage, / Value left (.*?) spread evenly/),
        'alert tile spend': sentence(alertPage, / Spend in 12 months (.*?) What happened/),
        'now left': isLater && today.exposure ? amountsIn(now[1]) : null,
        'now spend': isLater && today.exposure?.spend ? amountsIn(now[3]) : null,
        'supplier left': sentence(supplierPage, / Value left here (.*?) spread evenly/),
        'supplier spend': sentence(supplierPage, /Paid from [^:]*: (.*?)\. Twelve months before/),
        ...(letter && { 'mail left': sentence(letter, LEFT), 'mail spend': sentence(letter, SPENT) }),
        ...(unseen && {
          'unseen spend': inPence(unseen.spend),
          'unseen row': rows.some((one) => one.includes(lines(spend, formatWholePounds))),
        }),
        // Contracts at risk that no row of the page prints with their sum.
        'contract rows': ours.atRisk
          .filter(({ suppliers }) => suppliers.some((one) => one.id === exposure.supplierId))
          .flatMap(({ contract: { ref } }) => exposure.contracts.filter((one) => one.ref === ref))
          .filter(({ title, valueLeft }) => {
            const sum = valueLeft ? `${formatWholePounds(valueLeft.pence)} ${formatVat(valueLeft.vat)}` : '';
            return !rows.some((one) => one.includes(onlyText(title).trim()) && one.includes(sum));
          }),
      },
    });
  }
  return answers;
}

const LEFT = /with value left of (−?£.*?)\.(?: |$)/;
const SPENT = /Paid in the 12 months from [^:]*: (−?£.*?)\. /;

/** The cells of an alert's row of today: contracts, value left, first end, spend. */
function rowNow(page: string): readonly string[] {
  const row = page.split('<tr ').find((one) => one.includes('<span class="sub">Now</span>')) ?? '';
  return row
    .split('<td ')
    .slice(1)
    .map((cell) => onlyText(`<td ${cell.split('</td>')[0]}`).trim());
}

/** The sums of a cell, without what stands beside them. */
function amountsIn(cell = ''): string {
  return (cell.match(/−?£[\d,]+(?:\.\d\d)? (?:with VAT|without VAT|VAT not stated)/g) ?? []).join(' and ');
}

function rowsAbout(body: string, number: string): readonly string[] {
  return body
    .split('<tr ')
    .filter((row) => row.includes(`href="/suppliers/${number}"`))
    .map(onlyText);
}

function sentence(text: string, pattern: RegExp): string | null {
  return pattern.exec(text)?.[1]?.trim() ?? null;
}

function lines(sums: MoneyByBasis | null, print: (pence: number) => string): string {
  return bases
    .flatMap((basis) => (sums && sums[basis] !== 0 ? [`${print(sums[basis])} ${formatVat(basis)}`] : []))
    .join(' and ');
}

/** What is left, and under it of how many contracts that is not known. */
function leftTile({ totals }: ExposureView, none: string): string {
  const left = lines(totals.valueLeft, formatPoundsShort);
  const unknown = totals.valueLeft && valuesNotKnown(totals);
  return [left || (totals.contracts > 0 ? 'Not known' : none), ...(unknown ? [`and ${unknown}`] : [])].join(
    ' ',
  );
}

/** What is paid, and under it how much of the twelve months was read. */
function spendTile({ spend, paid }: ExposureView): string {
  if (!spend) return 'Not known no spending file of your council had been read when this alert was raised';
  if (!spend.last12Months) return 'Not known no file of those months had been read';
  const sum = lines(spend.last12Months, formatPoundsShort) || 'None in the files read';
  const late = spend.isLate ? ', over a quarter late' : '';
  const read = spend.monthsRead === null ? [] : [`${spend.monthsRead} of 12 months read${late}`];
  const before =
    paid?.event && spend.to && dayAfter(spend.to) === paid.event ? `before ${formatDate(paid.event)}` : null;
  return [sum, ...read, before ?? (spend.to ? `to ${formatDate(spend.to)}` : [])].flat().join(' ');
}

/** What the page of a supplier says was paid in its twelve months; nothing where no file of the council was read. */
function spendOnPage(spend: ExposureView['spend']): string | null {
  if (!spend) return null;
  if (!spend.last12Months) return 'not known, for no file of those months has been read';
  return (
    lines(spend.last12Months, formatWholePounds) || 'nothing to this supplier in the files that were read'
  );
}

function pence(cell: string | undefined): string {
  return cell ? String(Math.round(Number(cell) * 100)) : '';
}

function penceIn(row: TableRow, what: string): string {
  const columns = [`${what} without VAT (£)`, `${what} with VAT (£)`, `${what}, VAT not stated (£)`];
  return penceOfCells(columns.map((column) => row[column]));
}
