import type { AlertView } from '@tocsin/alerting';
import type { CouncilExposureView, NationalView } from '@tocsin/exposure';
import { parse } from 'csv-parse/sync';
import type { getAlert, getOpeningReport } from '../../services/web/src/api/alerts.ts';
import type { getSupplier } from '../../services/web/src/api/public-record.ts';
import type { z } from 'zod';
import type { PagesUnderTest } from './pages-app.ts';
import type { ReceivedMail } from './system-mail.ts';

type SupplierAnswer = z.infer<typeof getSupplier.answer>;
type OpeningAnswer = z.infer<typeof getOpeningReport.answer>;

/** What is said of one supplier of an alert: its page, the list of suppliers and the API. */
export interface ToldOfSupplier {
  readonly number: string;
  readonly page: string;
  readonly list: string;
  readonly api: SupplierAnswer;
}

/** What is said of one alert of a council, everywhere. */
export interface ToldOfAlert {
  readonly id: string;
  readonly number: string;
  readonly page: string;
  readonly inList: AlertView;
  readonly alone: Pick<z.infer<typeof getAlert.answer>, 'alert' | 'facts' | 'today'>;
  readonly supplier: ToldOfSupplier;
  readonly mail: ReceivedMail | null;
}

/** Everything that one council is told on one day, as it is printed and sent. */
export interface Told {
  readonly council: string;
  readonly inbox: string;
  readonly inboxCsv: string;
  readonly alerts: readonly ToldOfAlert[];
  readonly exposurePage: string;
  readonly exposureCsv: string;
  readonly ours: CouncilExposureView;
  readonly openingPage: string;
  readonly opening: OpeningAnswer;
  readonly nationalPage: string;
  readonly national: NationalView;
}

/**
 * Asks for every page, export and answer that tells a council of its alerts; of more than `most` alerts only for the
 * pages of so many, spread over all. `numbers`: of suppliers, by id.
 */
export async function toldTo(
  app: PagesUnderTest['app'],
  council: string,
  numbers: ReadonlyMap<string, string>,
  mails: readonly ReceivedMail[],
  most = Number.POSITIVE_INFINITY,
): Promise<Told> {
  const get = async (url: string) => {
    const answer = await app.inject({ url, cookies: { tocsin_council: council } });
    if (answer.statusCode !== 200) throw new Error(`${url} answers ${answer.statusCode}`);
    return answer;
  };
  const page = async (url: string) => (await get(url)).body;
  const api = async <T>(url: string) => (await get(`/api/v1${url}`)).json<T>();
  const { alerts: inList } = await api<{ alerts: AlertView[] }>('/alerts?limit=500');
  const suppliers = new Map<string, ToldOfSupplier>();
  const alerts: ToldOfAlert[] = [];
  for (const alert of spread(inList, most)) {
    const number = numbers.get(alert.supplier.id) ?? '';
    const supplier = suppliers.get(number) ?? {
      number,
      page: await page(`/suppliers/${number}`),
      list: await page(`/suppliers?q=${number}`),
      api: await api<SupplierAnswer>(`/suppliers/${number}`),
    };
    suppliers.set(number, supplier);
    alerts.push({
      id: alert.id,
      number,
      page: await page(`/alerts/${alert.id}`),
      inList: alert,
      alone: await api<ToldOfAlert['alone']>(`/alerts/${alert.id}`),
      supplier,
      mail: mails.find(({ alertId }) => alertId === alert.id) ?? null,
    });
  }
  const pages = Math.max(1, Math.ceil(inList.length / 25));
  const inbox: string[] = [];
  for (let at = 1; at <= pages; at += 1) inbox.push(await page(`/alerts?status=all&stood=yes&page=${at}`));
  return {
    council,
    inbox: inbox.join(''),
    inboxCsv: await page('/alerts.csv?status=all&stood=yes'),
    alerts,
    exposurePage: await page('/exposure'),
    exposureCsv: await page('/exposure.csv'),
    ours: await api<CouncilExposureView>('/exposure'),
    openingPage: await page('/opening'),
    opening: await api<OpeningAnswer>('/opening'),
    nationalPage: await page('/national'),
    national: await api<NationalView>('/national'),
  };
}

/** At most so many of them, as far from each other as can be. */
function spread<T>(all: readonly T[], most: number): readonly T[] {
  if (all.length <= most) return all;
  return all.filter(
    (_, at) => Math.floor((at * most) / all.length) !== Math.floor(((at - 1) * most) / all.length),
  );
}

export type TableRow = Readonly<Record<string, string>>;

/** The rows of an export. */
export function tableOf(csv: string): readonly TableRow[] {
  return parse(csv, { columns: true, bom: true });
}

/** The words of a page or letter, without its marks. */
export function onlyText(body: string): string {
  return `${body.replaceAll(/<[^>]*>/g, ' ')} `.replaceAll(/\s+/g, ' ');
}
