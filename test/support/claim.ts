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
export const short = (sums: MoneyByBasis) =>
  bases
    .filter((basis) => sums[basis] !== 0)
    .map((basis) => `${formatPoundsShort(sums[basis])} ${formatVat(basis)}`)
    .join(' ') || 'nothing';
export const whole = (sums: MoneyByBasis) =>
  bases
    .filter((basis) => sums[basis] !== 0)
    .map((basis) => `${formatWholePounds(sums[basis])} ${formatVat(basis)}`)
    .join(' ');
export const inPence = (sums: MoneyByBasis) => `${sums.net} ${sums.gross} ${sums.unknown}`;
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
