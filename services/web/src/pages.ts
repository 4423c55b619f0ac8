import path from 'node:path';
import {
  count,
  coverageSentences,
  paidInBrief,
  isYearKnown,
  lastDayWords,
  paidSentences,
  plain,
  spendReadWords,
  webAddress,
  yearWords,
} from '@tocsin/alerting';
import { findReplayedTo, readSetting } from '@tocsin/db';
import {
  formatPounds,
  formatPoundsShort,
  formatShare,
  formatWholeShare,
  formatWholePounds,
  dayInBrief,
  publicationWords,
  dayOf,
  formatDate,
  formatMoment,
  formatSpan,
  type IsoDate,
  type MoneyByBasis,
  seenText,
  type RiskLevel,
} from '@tocsin/domain';
import { valuesNotKnown, type CouncilCoverage } from '@tocsin/exposure';
import { correctionsAddress } from '@tocsin/runtime';
import { formatLevel, shownName } from '@tocsin/matching';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import nunjucks from 'nunjucks';
import { attributions } from './attribution.ts';
import type { Person } from './person.ts';
import type { Ports } from './ports.ts';
import { typedDay } from './typed.ts';
import { may } from './route-roles.ts';
import type { Asset } from './stylesheet.ts';
import * as words from './words.ts';

/** Writes one page: the template with its model inside the frame that all pages share. */
export type Page = (
  request: FastifyRequest,
  reply: FastifyReply,
  template: string,
  model: { readonly title: string; readonly nav?: string } & Readonly<Record<string, unknown>>,
) => Promise<string>;

/** The routes of one page. */
export type PageRoutes = (app: FastifyInstance, ports: Ports, page: Page) => void;

/** What is said on every page where a sample is loaded; null for the real thing. */
async function readSample(ports: Ports): Promise<string | null> {
  const banner = await readSetting(ports.db, 'sample');
  return typeof banner === 'string' && banner !== '' ? banner : null;
}

/**
 * The newest day that pages show: today in London; while nothing but a sample has been assessed, the last day that was
 * replayed.
 */
export async function latestDay(ports: Ports): Promise<IsoDate> {
  const replayedTo = (await readSample(ports)) === null ? null : await findReplayedTo(ports.db);
  return replayedTo ?? dayOf(ports.now().getTime());
}

/** Compiles every template once; each page then only runs one. */
export function preparePages(
  ports: Ports,
  folder: string,
  assets: { readonly stylesheet: Asset; readonly icon: Asset },
): Page {
  const templates = new nunjucks.Environment(new nunjucks.FileSystemLoader(path.join(folder, 'templates')), {
    autoescape: true,
    throwOnUndefined: true,
  });
  const sourceTitles = new Map(ports.sources.map((source) => [source.id, source.title]));
  for (const [name, filter] of Object.entries(filters)) templates.addFilter(name, filter);
  templates.addFilter('dayInBrief', dayInBrief);
  templates.addFilter('publication', publicationWords);
  templates.addFilter('sourceTitle', (id: string) => sourceTitles.get(id) ?? id);
  refuseUnknownNames(templates, { ...words.templateWords, attributions, assets });
  const corrections = correctionsAddress(ports.settings);
  return async (request, reply, template, model) => {
    const sample = await readSample(ports);
    const frame = {
      person: request.person ?? null,
      local: ports.settings.TOCSIN_MODE === 'local',
      sample,
      corrections,
      standsAt: sample === null ? null : await clampedTo(ports),
      laterAsked: laterThan(request, model['asOf']),
      canChange: (request.session?.places.length ?? 0) > 1,
      sections: request.person ? sectionsOf(request.person, ports) : [],
      may: (route: string) => isAllowed(ports, request.person, route),
      csrf: request.person || request.session ? reply.generateCsrf() : null,
      address: request.url,
      back: null,
      nav: null,
    };
    reply.type('text/html; charset=utf-8');
    // Drops what reorders or hides text, so that no name can read as another.
    return seenText(templates.render(`${template}.njk`, { ...frame, ...model }));
  };
}

/** What stands in the navigation: the name by which a page says that it is of it, its address, its words. */
const sections = [
  ['alerts', '/alerts', 'Alerts'],
  ['exposure', '/exposure', 'Our exposure'],
  ['suppliers', '/suppliers', 'Suppliers'],
  ['register', '/register', 'Our register'],
  ['spend', '/spend', 'Our spend'],
  ['national', '/national', 'National view'],
  ['sources', '/sources', 'Sources'],
  ['audit', '/audit', 'Audit log'],
  ['settings', '/settings/council', 'Who is told'],
  ['people', '/people', 'People'],
  ['corrections', '/corrections/decide', 'Corrections'],
  ['operator', '/operator', 'System'],
] as const;

/** The sections that a person may open. */
function sectionsOf(person: Person, ports: Ports) {
  const own = sections.filter(([, address]) => may(person, 'GET', address));
  if (ports.settings.TOCSIN_MODE !== 'local') return own;
  // Nobody signs in to a local copy, so it has no people.
  const local = own.filter(([name]) => name !== 'people');
  return [...local, ['mailbox', '/local/mailbox', 'Local mailbox'] as const];
}

/** Whether the reader of a page may do something, said as in the table of who may: `POST /register`. */
function isAllowed({ settings }: Ports, person: Person | null, route: string): boolean {
  const [method = '', path = ''] = route.split(' ');
  return settings.TOCSIN_MODE === 'local' || (person !== null && may(person, method, path));
}

/** The day at which all pages stand because of the sample; null where they follow the calendar. */
async function clampedTo(ports: Ports): Promise<IsoDate | null> {
  const day = await latestDay(ports);
  return day === dayOf(ports.now().getTime()) ? null : day;
}

/** The day that was asked for, where the page shows an earlier one because there is none newer. */
function laterThan({ query }: FastifyRequest, shown: unknown): IsoDate | null {
  const { on } = query as { readonly on?: unknown };
  const asked = typeof on === 'string' ? typedDay(on) : null;
  return asked !== null && typeof shown === 'string' && asked > shown ? asked : null;
}

/** A name that neither the page's model nor `names` holds is a mistake in the template, also where it is only asked after. */
function refuseUnknownNames(templates: nunjucks.Environment, names: Readonly<Record<string, unknown>>): void {
  const known = new Proxy(names, {
    has: () => true,
    get(target, name) {
      if (!(name in target)) throw new Error(`no page gives its template a ${String(name)}`);
      return Reflect.get(target, name);
    },
  });
  Object.assign(templates, { globals: known });
}

/** False where neither spend nor a contract with a published value has been read. */
function hasPounds({ spend, contracts }: CouncilCoverage): boolean {
  return [spend, contracts].some((buckets) => buckets !== null && coverageSentences(buckets).length > 0);
}

/** A supplier as pages name it; whom nobody was tied to has no key. */
interface Keyed {
  readonly key: string | null;
  readonly number: string | null;
  readonly name: string;
}

const filters = {
  lastDay: lastDayWords,
  day: (day: string | null) => (day ? formatDate(day) : 'not stated'),
  monthOfYear: words.monthOfYear,
  moment: (instant: string | null) => (instant ? formatMoment(instant) : 'never'),
  span: (seconds: number) => formatSpan(seconds),
  pounds: (pence: number) => formatPounds(pence),
  poundsShort: (pence: number) => formatPoundsShort(pence),
  moneyLines: (sums: MoneyByBasis | null) => words.moneyLines(sums),
  wholePounds: (pence: number) => formatWholePounds(pence),
  shownName,
  /** Of a supplier, or of all suppliers of a contract; who has no page is not known well enough to say why. */
  level: (level: RiskLevel | null, of: Keyed | readonly Keyed[] | null) =>
    formatLevel(
      level,
      [of ?? []].flat().filter(({ key }) => key !== null),
    ),
  prose: (text: string) => text.replaceAll('`', ''),
  shortMoneyLines: words.shortMoneyLines,
  exactMoneyLines: words.exactMoneyLines,
  valuesNotKnown,
  vat: words.formatVat,
  webAddress: (url: string | null) => (url ? webAddress(url) : null),
  plain: (text: string) => plain(text),
  count: count,
  coverage: (buckets: CouncilCoverage['spend']) => (buckets ? coverageSentences(buckets) : []),
  withPounds: (list: readonly CouncilCoverage[]) => list.filter(hasPounds),
  spaced: (word: string) => word.replaceAll('-', ' '),
  capitalizeFirst: (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`,
  spendRead: spendReadWords,
  yearHeading: (to: string | null) => `Spend in 12 months${to ? ` to ${formatDate(to)}` : ''}`,
  yearWords,
  isYearKnown,
  paidSentences,
  paidInBrief,
  recordName: (ref: string) => ref.replace('award:', 'notice ').replace('register:', 'register line '),
  change: (share: number) => `${formatShare(Math.abs(share))} ${share < 0 ? 'less' : 'more'}`,
  share: formatShare,
  percent: formatWholeShare,
  points: (points: number) => `${points > 0 ? '+' : ''}${points}`.replace('-', '−'),
};
