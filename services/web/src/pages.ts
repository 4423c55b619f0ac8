import path from 'node:path';
import { findLatestDay, readSetting } from '@tocsin/db';
import { dayOf, type IsoDate, seenText } from '@tocsin/domain';
import { correctionsAddress } from '@tocsin/runtime';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { attributions } from './attribution.ts';
import { openTemplates } from './page-templates.ts';
import type { Person } from './person.ts';
import type { Ports } from './ports.ts';
import { typedDay } from './typed.ts';
import { may } from './route-roles.ts';
import type { Asset } from './stylesheet.ts';

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
  return findLatestDay(ports.db, dayOf(ports.now().getTime()));
}

/** What stands around a page for nobody in particular, with no database behind it. */
export const emptyFrame = {
  /** A page that stands alone, for whoever never runs this: it links nothing that needs a server. */
  isStill: false,
  person: null,
  local: false,
  sample: null,
  corrections: null,
  standsAt: null,
  laterAsked: null,
  canChange: false,
  sections: [],
  may: (_route: string): boolean => false,
  csrf: null,
  address: '/',
  back: null,
  nav: null,
};

/** Compiles every template once; each page then only runs one. */
export function preparePages(
  ports: Ports,
  folder: string,
  assets: { readonly stylesheet: Asset; readonly icon: Asset },
): Page {
  const templates = openTemplates(path.join(folder, 'templates'), ports.sources, { attributions, assets });
  const corrections = correctionsAddress(ports.settings);
  return async (request, reply, template, model) => {
    const sample = await readSample(ports);
    const frame = {
      ...emptyFrame,
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
