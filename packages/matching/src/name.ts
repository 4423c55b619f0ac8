import { decode, fold } from './fold.ts';
import { formInside, hasForm, mendForm, splitForm, type LegalForm } from './legal-form.ts';
import { withoutState } from './printed-state.ts';
import { smallWords, spelledOut } from './words.ts';

/** Which part of a printed name a reading takes for the legal person's name. */
export type ReadingKind =
  | 'whole'
  | 'up-to-form'
  | 'mended-form'
  | 'first-of-two'
  | 'second-of-two'
  | 'before-re'
  | 'without-state'
  | 'outside-brackets'
  | 'inside-brackets'
  | 'initials'
  | 'former'
  | 'intermediary'
  | 'trading'
  | 'before-trading'
  | 'behind-trading';

/** One way to read a name. `core` and `letters` are what names are compared by; `words` is nearest to the print. */
export interface NameReading {
  readonly kind: ReadingKind;
  readonly words: string;
  readonly core: readonly string[];
  readonly letters: string;
  readonly form: LegalForm | null;
}

/** What separates a legal person's name from the name it trades under. */
export const tradingAs = /\b(?:T\/AS?|T\.A\.|TRADING AS|D\/B\/A)(?![A-Z])/;
/** FORMALLY is how clerks misprint it. */
const formerly = /\b(?:FORMERLY|FORMALLY|PREVIOUSLY|F\/K\/A|FKA)\b(?: KNOWN AS\b)?/;
/** `Anchor Homes Ltd re Savile Park`: what the payment is about. With a factor before it, whose invoice was bought. */
const regarding = /(?<=[^\s-])[\s-]+RE(?::\s*|\s+)(?=\S)/;

/**
 * The name in plain capitals with its legal form in one spelling: `The Kiely Bros. Limited` → `KIELY BROS LTD`.
 * Idempotent. For display, and for asking whether two prints are the same text but for typography.
 */
export function normalise(name: string): string {
  const { words, form } = splitForm(fold(decode(name)));
  return form ? `${words.join(' ')} ${form}` : words.join(' ');
}

/** Every way to read a printed or registered name, the plainest first. Empty when no letter or digit is left. */
export function readings(name: string): readonly NameReading[] {
  const text = decode(name);
  const bare = withoutState(text);
  if (bare === null) return partsOf(text);
  // `Example Ltd (in liquidation)`; a registered name may hold the words, so the whole print is read as well.
  return [...reading('whole', text), ...partsOf(bare).map((one) => stateless(one))];
}

function stateless(read: NameReading): NameReading {
  return read.kind === 'whole' ? { ...read, kind: 'without-state' } : read;
}

function partsOf(text: string): readonly NameReading[] {
  const trading = tradingAs.exec(text);
  if (trading && trading.index > 0)
    return tradingReadings(text.slice(0, trading.index), text.slice(trading.index + trading[0].length));
  const former = formerly.exec(text);
  if (former && former.index > 0) {
    return [
      ...legalReadings(text.slice(0, former.index)),
      ...reading('former', text.slice(former.index + former[0].length)),
    ];
  }
  const via = text.indexOf(' VIA ');
  // "X via Y Ltd": the framework operator Y holds the contract and is paid; X delivers.
  if (via > 0 && hasForm(fold(text.slice(via + 5)))) {
    return [...reading('intermediary', text.slice(via + 5)), ...reading('trading', text.slice(0, via))];
  }
  const about = regarding.exec(text);
  if (about) return regardingReadings(text, about.index, about.index + about[0].length);
  const careOf = text.indexOf(' C/O ');
  const legal = careOf > 0 ? text.slice(0, careOf) : text;
  const slash = legal.indexOf(' / ');
  if (slash > 0 && hasForm(fold(legal.slice(slash + 3))))
    return [...reading('whole', legal), ...twoFirms(legal.slice(0, slash), legal.slice(slash + 3))];
  return legalReadings(legal);
}

/**
 * What stands before T/A is the legal person, unless only what stands behind it has a legal form: `Sunny House T/A Example
 * Care Homes Ltd` is printed the wrong way round, or the form was left out before it.
 */
function tradingReadings(before: string, behind: string): readonly NameReading[] {
  const words = fold(before);
  if (hasForm(words) || mendForm(words) || !splitForm(fold(behind)).form)
    return [...legalReadings(before), ...reading('trading', behind)];
  return [...reading('before-trading', before), ...reading('behind-trading', behind)];
}

/** Paid is who stands before RE; where that is a factor, or another firm stands behind it, two are printed. */
function regardingReadings(text: string, end: number, start: number): readonly NameReading[] {
  const [before, behind] = [text.slice(0, end), text.slice(start)];
  const whole = reading('whole', text);
  const isForOther = fold(before).some((word) => takesForOthers.has(word)) || hasForm(fold(behind));
  if (isForOther) return [...whole, ...twoFirms(before, behind)];
  return [...whole, ...reading('before-re', before)];
}

function twoFirms(first: string, second: string): readonly NameReading[] {
  return [...reading('first-of-two', first), ...reading('second-of-two', second)];
}

function legalReadings(text: string): readonly NameReading[] {
  const words = fold(text);
  const whole = readWords('whole', words);
  const mended = mendForm(words);
  if (mended) return [...whole, ...readWords('mended-form', mended)];
  const end = formInside(words);
  if (end > 0) return [...whole, ...formedReadings(words.slice(0, end), words.slice(end))];
  return text.includes('(') ? [...whole, ...bracketReadings(text)] : whole;
}

/** `Example Care Homes Ltd (ECH Ltd)` says one name twice; any other form behind the first is another firm’s. */
function formedReadings(first: readonly string[], rest: readonly string[]): readonly NameReading[] {
  if (!hasForm(rest)) return readWords('up-to-form', first);
  const behind = splitForm(rest).words;
  const isItself = behind.length === 1 && isInitials(behind[0] ?? '', splitForm(first).words);
  if (isItself) return readWords('up-to-form', first);
  const second = rest[0] === 'AND' ? rest.slice(1) : rest;
  return [...readWords('first-of-two', first), ...readWords('second-of-two', second)];
}

/**
 * `Salford Voluntary Services (SVS)` declares its own initials; `PwC (PricewaterhouseCoopers)` spells them out; `Sunny House
 * (Example Care Homes Ltd)` is a name that the legal person in brackets trades under.
 */
function bracketReadings(text: string): readonly NameReading[] {
  const parts = /^([^()]*)\(([^()]*)\)([^()]*)$/.exec(text);
  if (!parts) return [];
  const inside = fold(parts[2] ?? '');
  const outside = fold(`${parts[1]} ${parts[3]}`);
  const { words, form } = splitForm(outside);
  const token = inside.length === 1 ? (inside[0] ?? '') : '';
  if (token.length > 1 && isInitials(token, fold(parts[1] ?? ''))) {
    return [
      ...readWords('outside-brackets', outside),
      ...readWords('initials', form ? [token, form] : [token]),
    ];
  }
  if (words.length === 1 && !form && isShortFor(words[0] ?? '', inside.join('')))
    return readWords('inside-brackets', inside);
  const legal = splitForm(inside);
  const isTradingName = !form && !words.some((word) => takesForOthers.has(word));
  return isTradingName && legal.form && legal.words.length > 1 ? readWords('inside-brackets', inside) : [];
}

/** Who is paid for somebody else, and prints that one in brackets. */
const takesForOthers: ReadonlySet<string> = new Set(
  'FACTORS FACTORING FINANCE FUNDING INVOICE BANK CAPITAL COMMERCIAL SOLICITORS AGENTS TRUSTEES'.split(' '),
);

function isInitials(token: string, words: readonly string[]): boolean {
  const long = words.filter((word) => word !== 'AND');
  return [words, long, long.filter((word) => !smallWords.has(word))].some(
    (kept) => kept.length > 1 && kept.map((word) => word[0]).join('') === token,
  );
}

function isShortFor(short: string, long: string): boolean {
  if (short.length < 2 || short.length > 5 || long.length < 2 * short.length || short[0] !== long[0])
    return false;
  let at = 0;
  for (const letter of long) if (letter === short[at]) at += 1;
  return at === short.length;
}

function reading(kind: ReadingKind, text: string): readonly NameReading[] {
  return readWords(kind, fold(text));
}

function readWords(kind: ReadingKind, folded: readonly string[]): readonly NameReading[] {
  const { words, form } = splitForm(folded);
  if (words.length === 0) return [];
  const spelled = words.map(spellOut);
  const long = spelled.filter((word) => !smallWords.has(word));
  const core = long.length > 0 ? long : spelled;
  return [{ kind, words: words.join(' '), core, letters: core.join(''), form }];
}

function spellOut(word: string): string {
  if (Object.hasOwn(spelledOut, word)) return spelledOut[word] ?? word;
  return word.endsWith('IZATION') ? word.replace(/IZATION$/, 'ISATION') : word;
}
