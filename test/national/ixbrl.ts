import { addDays, type IsoDate } from '@tocsin/domain';
import type { Figures, FiledAccounts } from './accounts.ts';

const CORE = 'http://xbrl.frc.org.uk/fr/2023-01-01/core';

/** Concepts of the FRC taxonomy by figure; figures of a year stand in a span of time, those of a day at its end. */
const CONCEPTS: Readonly<
  Record<string, readonly [local: string, kind: 'instant' | 'year' | 'within' | 'after']>
> = {
  turnover: ['TurnoverRevenue', 'year'],
  operating_profit: ['OperatingProfitLoss', 'year'],
  interest: ['InterestPayableSimilarChargesFinanceCosts', 'year'],
  pbt: ['ProfitLossOnOrdinaryActivitiesBeforeTax', 'year'],
  employees: ['AverageNumberEmployeesDuringPeriod', 'year'],
  fixed_assets: ['FixedAssets', 'instant'],
  stocks: ['TotalInventories', 'instant'],
  debtors: ['Debtors', 'instant'],
  cash: ['CashBankOnHand', 'instant'],
  current_assets: ['CurrentAssets', 'instant'],
  creditors_1y: ['Creditors', 'within'],
  nca: ['NetCurrentAssetsLiabilities', 'instant'],
  talcl: ['TotalAssetsLessCurrentLiabilities', 'instant'],
  creditors_after_1y: ['Creditors', 'after'],
  net_assets: ['NetAssetsLiabilities', 'instant'],
  equity: ['Equity', 'instant'],
};

/** Accounts as accounts software files them: Inline XBRL, this year's figures with last year's beside them. */
export function ixbrlOf(number: string, name: string, accounts: FiledAccounts): string {
  const { startsOn, madeUpTo, figures, previous } = accounts;
  const before = previous && { ...previous, startsOn: addDays(previous.balanceDate, -364) };
  const rows = Object.entries(CONCEPTS).map(([figure, [local, kind]]) => {
    const cells = [cell(figures, figure, local, `c_${kind}`)];
    if (before) cells.push(cell(before.figures, figure, local, `p_${kind}`));
    return `<tr><td>${figure}</td>${cells.join('')}</tr>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:ix="http://www.xbrl.org/2013/inlineXBRL" xmlns:ixt="http://www.xbrl.org/inlineXBRL/transformation/2011-07-31" xmlns:xbrli="http://www.xbrl.org/2003/instance" xmlns:xbrldi="http://xbrl.org/2006/xbrldi" xmlns:iso4217="http://www.xbrl.org/2003/iso4217" xmlns:core="${CORE}" xmlns:bus="http://xbrl.frc.org.uk/cd/2023-01-01/business">
<head><title>${name}</title></head><body>
<div style="display:none"><ix:header><ix:hidden>
<ix:nonNumeric name="bus:UKCompaniesHouseRegisteredNumber" contextRef="c_year">${number}</ix:nonNumeric>
<ix:nonNumeric name="bus:EntityCurrentLegalOrRegisteredName" contextRef="c_year">${name}</ix:nonNumeric>
<ix:nonNumeric name="bus:EntityDormantTruefalse" contextRef="c_year">false</ix:nonNumeric>
</ix:hidden><ix:resources>
${contextsOf(number, 'c', startsOn, madeUpTo)}${before ? contextsOf(number, 'p', before.startsOn, before.balanceDate) : ''}
<xbrli:unit id="GBP"><xbrli:measure>iso4217:GBP</xbrli:measure></xbrli:unit>
<xbrli:unit id="pure"><xbrli:measure>xbrli:pure</xbrli:measure></xbrli:unit>
</ix:resources></ix:header></div>
<h1>${name}</h1><p>Accounts for the year ended ${madeUpTo}</p>
<table>${rows.join('\n')}</table>
</body></html>
`;
}

function contextsOf(number: string, prefix: string, from: IsoDate, to: IsoDate): string {
  const instant = `<xbrli:instant>${to}</xbrli:instant>`;
  const year = `<xbrli:startDate>${from}</xbrli:startDate><xbrli:endDate>${to}</xbrli:endDate>`;
  const context = (kind: string, period: string, member = '') => {
    const segment = member
      ? `<xbrli:segment><xbrldi:explicitMember dimension="core:MaturitiesOrExpirationPeriodsDimension">core:${member}</xbrldi:explicitMember></xbrli:segment>`
      : '';
    return `<xbrli:context id="${prefix}_${kind}"><xbrli:entity><xbrli:identifier scheme="http://www.companieshouse.gov.uk/">${number}</xbrli:identifier>${segment}</xbrli:entity><xbrli:period>${period}</xbrli:period></xbrli:context>\n`;
  };
  return (
    context('instant', instant) +
    context('year', year) +
    context('within', instant, 'WithinOneYear') +
    context('after', instant, 'AfterOneYear')
  );
}

function cell(figures: Figures, figure: string, local: string, context: string): string {
  const value = figures[figure];
  if (value === undefined) return '<td></td>';
  const unit = figure === 'employees' ? 'pure' : 'GBP';
  const sign = value < 0 ? ' sign="-"' : '';
  const printed = String(Math.abs(value)).replaceAll(/\B(?=(\d{3})+$)/g, ',');
  return `<td><ix:nonFraction name="core:${local}" contextRef="${context}" unitRef="${unit}" decimals="0" format="ixt:numdotdecimal"${sign}>${printed}</ix:nonFraction></td>`;
}
