import type { IsoDate } from '@tocsin/domain';
import type { Contract } from './contracts.ts';
import type { Country } from './country.ts';
import type { Council } from './councils.ts';
import { bytesOf, type Made, truth } from './made.ts';
import { titled } from './spellings.ts';

/** As the council lays it out; columns that nothing here fills stay empty. */
export function registerOf(country: Country, council: Council, contracts: readonly Contract[]): Made {
  const layout = council.register;
  const [header] = layout?.headers ?? [];
  if (!layout || !header) throw new Error(`${council.name} publishes no register`);
  const { columns } = layout;
  const rows = contracts.map((contract) => {
    const cells: Partial<Record<string, string>> = {
      reference: `R${contract.id}`,
      title: contract.title,
      supplier: titled(contract.company.name),
      companyNumber: contract.company.number,
      postcode: contract.company.postcode,
      value: (contract.pence / 100).toFixed(2),
      startsOn: british(contract.startsOn),
      endsOn: british(contract.endsOn),
      expiresOn: british(contract.endsOn),
      procedure: 'Open tender',
    };
    return header.map((cell) => {
      const role = Object.entries(columns).find(([, column]) => column === cell)?.[0];
      return role === undefined ? '' : (cells[role] ?? '');
    });
  });
  const lines = [header, ...rows].map((cells) => cells.map((cell) => `"${cell}"`).join(','));
  return {
    document: {
      source: 'council-spend',
      file: `council-spend/${council.slug}/contracts-register.csv`,
      url: `${council.slug}/contracts-register.csv`,
      hasAddress: false,
      council: council.gss,
      retrievedAt: `${country.until}T05:25:00.000Z`,
      contentType: 'text/csv',
      body: bytesOf(`${lines.join('\r\n')}\r\n`),
      publishedOn: country.until,
    },
  };
}

const OWN_HEADER = ['Supplier', 'Company number', 'Title', 'Contract value', 'VAT', 'Start date', 'End date'];

/** As a council hands it in, with a line that names no supplier. */
export function* ownRegisterOf(
  country: Country,
  council: Council,
  contracts: readonly Contract[],
): Generator<Made> {
  const row = (
    { company, title, pence, startsOn, endsOn, hasNumber }: Contract,
    name = titled(company.name),
  ) => [
    name,
    hasNumber ? company.number : '',
    title,
    pounds(pence),
    'net',
    british(startsOn),
    british(endsOn),
  ];
  const [first] = contracts;
  // Neither a name nor a number: nobody can say whose contract it is.
  const broken = first ? [row({ ...first, hasNumber: false }, '')] : [];
  const lines = [OWN_HEADER, ...contracts.map((contract) => row(contract)), ...broken];
  const file = `own-registers/${council.gss}-${council.slug}.csv`;
  yield {
    document: {
      source: 'own-registers',
      file,
      url: file,
      hasAddress: false,
      council: council.gss,
      retrievedAt: `${country.until}T09:00:00.000Z`,
      contentType: 'text/csv',
      body: bytesOf(`${lines.map((cells) => cells.map((cell) => `"${cell}"`).join(',')).join('\r\n')}\r\n`),
      publishedOn: country.until,
    },
  };
  yield truth('registers', {
    file,
    council: council.gss,
    contracts: contracts.length,
    refused: broken.length,
  });
}

function pounds(pence: number): string {
  const [whole, rest] = [Math.floor(pence / 100), pence % 100];
  return `£${whole.toLocaleString('en-GB')}.${String(rest).padStart(2, '0')}`;
}

function british(day: IsoDate): string {
  return `${day.slice(8)}/${day.slice(5, 7)}/${day.slice(0, 4)}`;
}
