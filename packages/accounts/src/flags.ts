import { passageAfter, sentenceAround, tidy } from './sentences.ts';
import { detached } from './select.ts';

/** What the words of the accounts say about the company's future or the auditor's opinion. */
export type FlagKind =
  | 'material-uncertainty-going-concern'
  | 'qualified-opinion'
  | 'adverse-opinion'
  | 'disclaimer-of-opinion'
  | 'not-going-concern-basis';

export interface Flag {
  readonly kind: FlagKind;
  /** The words themselves, spaces normalised, at most 500 characters. */
  readonly quote: string;
}

export interface FlagScanner {
  /** Takes the next visible text; `gap` is what stood before it: '' within a word, a space, or the end of a line. */
  readonly text: (gap: '' | ' ' | '\n', text: string) => void;
  readonly finish: () => Flag[];
}

const windowSize = 64 * 1024;
const overlap = 4 * 1024;

/** Every pattern below needs one of these; finding none of them is all that happens to most pages. */
const worthReading =
  /oncern|ONCERN|going con-|ualified|UALIFIED|dverse op|DVERSE OP|isclaimer of|ISCLAIMER OF|reak[ -]?up|(?:iquid|ess|ealis)ation\s+basis/;

interface Pattern {
  readonly kind: FlagKind;
  readonly words: RegExp;
  /** A better pattern's quote replaces a worse one's. Lower is better. */
  readonly rank: number;
  /** It may go over pages, with what is printed at the top of each between its words. */
  readonly isOverPages?: true;
}

/** Between two words of a heading: a space, or the end of a page with the lines that stand at its foot and the next head. */
const BREAK = String.raw`(?:\s*[-–—](?=\n))?(?:\n[^\n]{1,80}(?=\n)){0,3}\s+`;

/** A line of a heading that goes over pages: its own words, or what is printed at the top of each, with a capital. */
const IN_HEADING =
  /^(?:[^a-z]|(?:uncertaint|material|uncertaint|relat|to$|to (?:the )?going|in re|of (?:the )?going|regarding|over|about|the going|going|concern|emphasis|matter))/;

/** Matched at the start of a line, with a capital, and alone on it but for a following sentence. */
const headings: readonly Pattern[] = [
  {
    kind: 'material-uncertainty-going-concern',
    words: new RegExp(
      String.raw`material\s+uncertaint(?:y|ies)(?:${BREAK}relat(?:ed|ing)${BREAK}to|\s+in\s+(?:relation|respect)\s+(?:to|of)|\s+regarding|\s+(?:over|about)|\s*[-–—:])${BREAK}(?:the\s+)?going\s+concern(?:\s+basis(?:\s+of\s+(?:accounting|preparation))?)?|emphasis\s+of\s+matter\s*[-–—:]\s*going\s+concern|going\s+concern\s*[-–—:]\s*material\s+uncertainty`,
      'gi',
    ),
    rank: 0,
    isOverPages: true,
  },
  { kind: 'qualified-opinion', words: /basis\s+(?:for|of)\s+qualified\s+(?:audit\s+)?opinion/gi, rank: 0 },
  {
    kind: 'qualified-opinion',
    words:
      /qualified\s+opinion(?:\s+on\s+(?:the\s+)?financial\s+statements)?(?:\s+arising\s+from[^\n]{0,80})?/gi,
    rank: 1,
  },
  { kind: 'adverse-opinion', words: /(?:basis\s+for\s+)?adverse\s+opinion/gi, rank: 0 },
  { kind: 'disclaimer-of-opinion', words: /(?:basis\s+for\s+)?disclaimer\s+of\s+opinion/gi, rank: 0 },
];

/** Matched anywhere in a sentence that says it of this company, not of what auditors and directors must consider. */
const sentences: readonly Pattern[] = [
  {
    kind: 'qualified-opinion',
    words: /in our opinion,? except for the (?:possible )?effects? of the matters?/gi,
    rank: 2,
  },
  {
    kind: 'qualified-opinion',
    words: /(?:auditors?['’]?s?['’]? report|audit opinion|audit report)\b[^.]{0,120}? was qualified/gi,
    rank: 3,
  },
  {
    kind: 'not-going-concern-basis',
    words: new RegExp(
      [
        'basis other than (?:that of )?(?:a |the )?going[ -]concern',
        'not (?:been |be )?prepared on (?:a|the) going[ -]concern basis',
        '(?:prepared|presented|drawn up|stated) on (?:a|the) (?:break[ -]?up|liquidation|cessation|realisation|winding[ -]up|orderly wind[ -]?(?:down|up)|non[ -]going[ -]concern) basis',
        '(?:not|no longer|not considered|not deemed) (?:considered |deemed )?appropriate (?:to|for|that)[^.]{0,100}?going[ -]concern basis',
        'inappropriate to (?:prepare|adopt|use|apply|continue)[^.]{0,80}?going[ -]concern basis',
        '(?<!use of (?:the |a )?)going[ -]concern basis (?:of (?:accounting|preparation) )?(?:is|was|has|are)(?: been)?(?: considered| deemed)? (?:not|no longer)(?: been)?(?: considered| deemed)? (?:adopted|used|applied|appropriate)',
      ].join('|'),
      'gi',
    ),
    rank: 0,
  },
];

/** What stands between the end of a page and the top of the next: `Page 4 of 9`, `- 4 -`, `4`, `(continued)`. */
const PAGE_BREAK =
  /\n(?:(?:[-–—] ?)?(?:page )?\d{1,3}(?: ?(?:of|\/) ?\d{1,3})?(?: ?[-–—])?\n|[^\n]{0,80}\(continued\)\n)+/gi;
/** A word that is cut at the end of a line. */
const CUT_WORD = /(?<!\b(?:going|non|break|winding))(?<=[a-z])[-\u2010\u00ad]\n(?=[a-z])/g;
const headingStart = /(?:^|\n)(?:\(?[\dA-Za-z.]{1,5}\)?\s)?\s*$/;
const headingEnd = /^\s*(?:[:.–—-]\s*)?(?:\n|$|[A-Z“"(])/;
const nothingFound =
  /nothing to report|not identified|no material uncertaint|^\W*(?:none|n\/a|not applicable)\b|^\W*there (?:is|are|was|were) none\b/i;
const supposition = /\b(?:unless|if|would|whether|where)\b[^.]{0,40}$/i;

/**
 * Listens to the visible text of a document, window by window. Pieces are only joined when a window is full, and
 * only looked at closely when a cheap search finds one of the words that matter.
 */
export function createFlagScanner(): FlagScanner {
  let pieces: string[] = [];
  let size = 0;
  const found = new Map<FlagKind, { readonly quote: string; readonly rank: number }>();

  /** Whether a match of this pattern would still change anything. */
  function isWanted({ kind, rank }: Pattern): boolean {
    return rank < (found.get(kind)?.rank ?? Number.POSITIVE_INFINITY);
  }

  function keep({ kind, rank }: Pattern, quote: string): void {
    found.set(kind, { quote: detached(quote), rank });
  }

  function scanHeadings(lines: string, end: number): void {
    for (const pattern of headings) {
      if (!isWanted(pattern)) continue;
      for (const { index, 0: match } of lines.matchAll(pattern.words)) {
        if (index > end) break;
        if (pattern.isOverPages && match.split('\n').some((line) => !IN_HEADING.test(line))) continue;
        const quote = headingQuote(lines, index, match.length);
        if (quote === null) continue;
        keep(pattern, quote);
        break;
      }
    }
  }

  function scanSentences(lines: string, end: number): void {
    const running = lines.replaceAll('\n', ' ');
    for (const pattern of sentences) {
      if (!isWanted(pattern)) continue;
      for (const { index, 0: match } of running.matchAll(pattern.words)) {
        if (index > end) break;
        if (supposition.test(running.slice(Math.max(0, index - 60), index))) continue;
        keep(pattern, sentenceAround(lines, index, match.length));
        break;
      }
    }
  }

  /** Looks through a window; what stands at its end is left to the next one, which begins with `overlap` of this. */
  function scan(window: string, isLast: boolean): string {
    if (!worthReading.test(window)) return window;
    // Most white space is one space between two words: only the rest is replaced.
    const lines = window
      .replace(/[^\S\n]{2,}|[^\S\n ]/g, ' ')
      .replace(/ ?\n[ \n]*/g, '\n')
      .replace(PAGE_BREAK, '\n')
      .replace(CUT_WORD, '');
    const end = isLast ? lines.length : lines.length - overlap / 2;
    scanHeadings(lines, end);
    scanSentences(lines, end);
    return lines;
  }

  function text(gap: string, more: string): void {
    pieces.push(gap + more);
    size += more.length;
    if (size < windowSize) return;
    pieces = [scan(pieces.join(''), false).slice(-overlap)];
    size = overlap;
  }

  function finish(): Flag[] {
    scan(pieces.join(''), true);
    return [...found].map(([kind, { quote }]) => ({ kind, quote }));
  }

  return { text, finish };
}

function headingQuote(lines: string, index: number, length: number): string | null {
  const first = lines.charAt(index);
  if (first !== first.toUpperCase()) return null;
  if (!headingStart.test(lines.slice(Math.max(0, index - 12), index))) return null;
  const after = lines.slice(index + length, index + length + 12);
  if (!headingEnd.test(after)) return null;
  const passage = passageAfter(lines, index + length);
  if (nothingFound.test(passage)) return null;
  return tidy(`${lines.slice(index, index + length)} ${passage}`);
}
