import { formatPoundsShort, formatVat, formatWholePounds, groupBy, type MoneyByBasis } from '@tocsin/domain';
import { type CheerioAPI } from 'cheerio';

/** Reads each thing that is told once, however often it is asked, and forgets it with the thing. */
export function once<T extends object, R>(read: (told: T) => R): (told: T) => R {
  const known = new WeakMap<T, { readonly read: R }>();
  return (told) => {
    const found = known.get(told) ?? { read: read(told) };
    known.set(told, found);
    return found.read;
  };
}

/** One thing that one place says of something: of alert 7, that its level is Insolvent, in the inbox. */
export interface Claim {
  readonly about: string;
  readonly fact: string;
  readonly where: string;
  readonly says: string;
}

/** What several places say differently of one thing, each in a sentence. */
export function contradictionsIn(claims: readonly Claim[]): readonly string[] {
  const said = groupBy(claims, ({ about, fact }) => `${about}: ${fact}`);
  return [...said]
    .filter(([, of]) => new Set(of.map(({ says }) => says)).size > 1)
    .map(([what, of]) => `${what}: ${of.map(({ where, says }) => `${where} says “${says}”`).join('; ')}`);
}

/** What one place says, fact by fact. */
export type Said = Readonly<Record<string, string | null | undefined>>;

export function claims(about: string, where: string, said: Said): readonly Claim[] {
  return Object.entries(said).flatMap(([fact, says]) =>
    says === undefined ? [] : [{ about, fact, where, says: says ?? 'nothing' }],
  );
}

const bases = ['net', 'gross', 'unknown'] as const;
const lines = (sums: MoneyByBasis | null, print: (pence: number) => string) =>
  bases
    .flatMap((basis) => (sums && sums[basis] !== 0 ? [`${print(sums[basis])} ${formatVat(basis)}`] : []))
    .join(' and ');
export const short = (sums: MoneyByBasis | null) => lines(sums, formatPoundsShort) || 'nothing';
export const whole = (sums: MoneyByBasis | null) => lines(sums, formatWholePounds);
/** `unknown` where no sum is known: cells of an export are empty then, and never 0. */
export const inPence = (sums: MoneyByBasis | null) =>
  sums ? `${sums.net} ${sums.gross} ${sums.unknown}` : 'unknown';
/** The same of the three cells of a row. */
export const penceOfCells = (cells: readonly (string | undefined)[]) =>
  cells.every((cell) => cell === undefined || cell === '')
    ? 'unknown'
    : cells.map((cell) => Math.round(Number(cell) * 100)).join(' ');
export const months = (read: number | null | undefined) =>
  read === null || read === undefined ? null : `${read}`;

/** What a tile says above its notes. */
export function tile($: CheerioAPI, term: string): string | null {
  const value = $('.tile')
    .filter((_, one) => $(one).find('dt').text() === term)
    .find('dd')
    .clone();
  value.find('.tile__note').remove();
  return spaced(value.text());
}

/** The score that a page gives with the sum of its points; nothing where no finding gives any. */
export function scoreUnderWhy($: CheerioAPI): string | undefined {
  const sum = spaced($('tr.total').first().text()) ?? '';
  return /Not enough is known/.test(sum) ? 'Not known' : /Score (\d+)/.exec(sum)?.[1];
}

export function spaced(text: string | null | undefined): string | null {
  const words = text?.replaceAll(/\s+/g, ' ').trim();
  return words ? words : null;
}

export function upper(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

export function lower(text: string): string {
  return `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
}
