/** Filings of a company that does not exist, for tests, in the shape that accounts software files. */

export interface MadeUpContext {
  readonly start?: string;
  readonly end: string;
  /** Dimension to member, local names; a member that starts with ~ is a typed one. */
  readonly dimensions?: Readonly<Record<string, string>>;
}

export interface MadeUpFact {
  readonly name: string;
  readonly context: string;
  readonly text: string;
  /** With a unit the fact is numeric. */
  readonly unit?: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

export interface MadeUpFiling {
  readonly contexts: Readonly<Record<string, MadeUpContext>>;
  readonly facts: readonly MadeUpFact[];
  /** Markup of the page besides the facts. */
  readonly body?: string;
  /** Prefix for each namespace; '' makes it the default one of its elements. */
  readonly prefixes?: { readonly ix: string; readonly xbrli: string; readonly core: string };
  readonly inlineNamespace?: string;
  readonly currency?: string;
}

export const madeUpNumber = '01234567';
export const fileName = 'Prod224_1234_01234567_20210331.html';

export const thisYear = { start: '2020-04-01', end: '2021-03-31' };
export const lastYear = { start: '2019-04-01', end: '2020-03-31' };
const usualPrefixes = { ix: 'ix', xbrli: 'xbrli', core: 'core' };
const coreNamespace = 'http://xbrl.frc.org.uk/fr/2021-01-01/core';

export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

function named(prefix: string, local: string): string {
  return prefix === '' ? local : `${prefix}:${local}`;
}

function attributesOf(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escaped(value)}"`)
    .join('');
}

function dimensionMarkup(core: string, [dimension, member]: [string, string]): string {
  const axis = `dimension="${named(core, dimension)}"`;
  return member.startsWith('~')
    ? `<xbrldi:typedMember ${axis}><d:item>${escaped(member.slice(1))}</d:item></xbrldi:typedMember>`
    : `<xbrldi:explicitMember ${axis}>${named(core, member)}</xbrldi:explicitMember>`;
}

function contextMarkup(prefixes: typeof usualPrefixes, id: string, context: MadeUpContext): string {
  const tag = (local: string, content: string) =>
    `<${named(prefixes.xbrli, local)}>${content}</${named(prefixes.xbrli, local)}>`;
  const members = Object.entries(context.dimensions ?? {}).map((pair) =>
    dimensionMarkup(prefixes.core, pair),
  );
  const segment = members.length === 0 ? '' : tag('segment', members.join('\n'));
  const identifier = named(prefixes.xbrli, 'identifier');
  const entity = `<${identifier} scheme="http://www.companieshouse.gov.uk/">${madeUpNumber}</${identifier}>`;
  const period =
    context.start === undefined
      ? tag('instant', context.end)
      : tag('startDate', context.start) + tag('endDate', context.end);
  const name = named(prefixes.xbrli, 'context');
  return `<${name} id="${id}">${tag('entity', entity + segment)}${tag('period', period)}</${name}>`;
}

function unitMarkup(xbrli: string, id: string, measure: string): string {
  const [unit, inner] = [named(xbrli, 'unit'), named(xbrli, 'measure')];
  return `<${unit} id="${id}"><${inner}>${measure}</${inner}></${unit}>`;
}

/** One fact as Inline XBRL, for the body of a page. */
export function inlineFact(fact: MadeUpFact, prefixes = usualPrefixes): string {
  const element = named(prefixes.ix, fact.unit === undefined ? 'nonNumeric' : 'nonFraction');
  const unit = fact.unit === undefined ? {} : { unitRef: fact.unit, decimals: '0' };
  const attributes = {
    name: named(prefixes.core, fact.name),
    contextRef: fact.context,
    ...unit,
    ...fact.attributes,
  };
  return `<${element}${attributesOf(attributes)}>${fact.text}</${element}>`;
}

/** An Inline XBRL page; the facts' texts are markup, so that they may hold nested tags. */
export function inlineFiling(filing: MadeUpFiling): string {
  const prefixes = filing.prefixes ?? usualPrefixes;
  const declared = {
    [prefixes.ix]: filing.inlineNamespace ?? 'http://www.xbrl.org/2013/inlineXBRL',
    [prefixes.xbrli]: 'http://www.xbrl.org/2003/instance',
    [prefixes.core]: coreNamespace,
    xbrldi: 'http://xbrl.org/2006/xbrldi',
    iso4217: 'http://www.xbrl.org/2003/iso4217',
    ixt: 'http://www.xbrl.org/inlineXBRL/transformation/2011-07-31',
    xsi: 'http://www.w3.org/2001/XMLSchema-instance',
    d: 'http://example.org/typed',
    h: 'http://www.w3.org/1999/xhtml',
  };
  const namespaces = Object.entries(declared).map(
    ([prefix, uri]) => `xmlns${prefix === '' ? '' : ':'}${prefix}="${uri}"`,
  );
  const contexts = Object.entries(filing.contexts).map(([id, context]) =>
    contextMarkup(prefixes, id, context),
  );
  const header = named(prefixes.ix, 'header');
  const resources = named(prefixes.ix, 'resources');
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<h:html ${namespaces.join(' ')}><h:head><h:title>Accounts</h:title></h:head><h:body>`,
    `<h:div style="display:none"><${header}><${resources}>`,
    ...contexts,
    unitMarkup(prefixes.xbrli, 'GBP', `iso4217:${filing.currency ?? 'GBP'}`),
    unitMarkup(prefixes.xbrli, 'pure', named(prefixes.xbrli, 'pure')),
    `</${resources}></${header}></h:div>`,
    ...filing.facts.map((fact) => `<h:p>${inlineFact(fact, prefixes)}</h:p>`),
    filing.body ?? '',
    '</h:body></h:html>',
  ].join('\n');
}

/** The same facts as a plain XBRL instance. */
export function plainFiling({ contexts, facts, currency = 'GBP' }: MadeUpFiling): string {
  const prefixes = { ...usualPrefixes, xbrli: '' };
  const units = facts.map(({ unit }) => (unit === undefined ? {} : { unitRef: unit }));
  return [
    '<?xml version="1.0"?>',
    `<xbrl xmlns="http://www.xbrl.org/2003/instance" xmlns:core="${coreNamespace}"`,
    ' xmlns:xbrldi="http://xbrl.org/2006/xbrldi" xmlns:iso4217="http://www.xbrl.org/2003/iso4217"',
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:d="http://example.org/typed">',
    ...facts.map(({ name, context, text, attributes }, index) => {
      const all = attributesOf({ contextRef: context, ...units[index], ...attributes });
      return `<core:${name}${all}>${text}</core:${name}>`;
    }),
    ...Object.entries(contexts).map(([id, context]) => contextMarkup(prefixes, id, context)),
    unitMarkup('', 'GBP', `iso4217:${currency}`),
    unitMarkup('', 'pure', 'pure'),
    '</xbrl>',
  ].join('\n');
}
