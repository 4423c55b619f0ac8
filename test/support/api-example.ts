import { everyPart, openTocsin } from '../../services/web/src/api/client.ts';

/** What of the council ends by a day (as 2027-03-31) with a supplier at risk, the first to end first: a line each. */
export async function endingAtRisk(home: string, key: string | undefined, by: string): Promise<string[]> {
  const tocsin = openTocsin({ home, ...(key !== undefined && { key }) });
  const atRisk = new Set<string | null>(['insolvent', 'severe', 'elevated']);
  const lines: string[] = [];
  for await (const { contracts } of everyPart(tocsin.listContracts, {})) {
    for (const { contract, suppliers, level } of contracts) {
      if (!atRisk.has(level) || contract.endsOn === null || contract.endsOn > by) continue;
      const left = contract.valueLeft
        ? `£${Math.round(contract.valueLeft.pence / 100)}`
        : 'value left not known';
      const names = suppliers.map(({ name }) => name).join(' and ');
      lines.push(`${contract.endsOn} ${names}: ${contract.title}, ${level}, ${left}`);
    }
  }
  return lines.sort();
}
