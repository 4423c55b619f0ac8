/** Apostrophes in all the disguises seen in council files; U+0092 is a cp1252 quote read as Latin-1. */
const apostrophes = /['’‘`´ʼ′\u0092]/g;

const letters: Readonly<Record<string, string>> = {
  Æ: 'AE',
  Œ: 'OE',
  Ø: 'O',
  ß: 'SS',
  ẞ: 'SS',
  Ł: 'L',
  Đ: 'D',
  Þ: 'TH',
};

const entities: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&apos;': "'",
  '&#39;': "'",
  '&quot;': '"',
  '&nbsp;': ' ',
};

/**
 * Undoes what export scripts do to text: backslash codes (`BARNARDO\xB4S`), HTML entities, and the commonest
 * UTF-8-read-as-cp1252 pairs. Upper-cases; keeps brackets and punctuation.
 */
export function decode(printed: string): string {
  let text = printed;
  if (text.includes('\\')) {
    text = text
      .replace(/\\x([0-9a-f]{2})|\\u([0-9a-f]{4})/gi, (_, byte: string, unit: string) =>
        String.fromCharCode(Number.parseInt(byte ?? unit, 16)),
      )
      .replace(/\\[nrt]/g, ' ');
  }
  if (text.includes('&'))
    text = text.replace(/&(?:amp|apos|#39|quot|nbsp);/gi, (entity) => entities[entity.toLowerCase()] ?? ' ');
  if (/[âÂ]/.test(text))
    text = text
      .replace(/â€[™˜]/g, "'")
      .replace(/â€[“”]/g, '-')
      .replaceAll('Â', '');
  return text.toUpperCase();
}

/**
 * The words of a name in plain capitals: accents dropped, apostrophes closed up, `&` and `+` read as AND, all other
 * punctuation a space, and runs of single letters joined (`C.P. DAVIDSON` and `C P DAVIDSON` are `CP DAVIDSON`).
 */
export function fold(decoded: string): readonly string[] {
  const tokens = plainCapitals(decoded).split(' ');
  const words: string[] = [];
  let run = '';
  for (const token of tokens) {
    if (token.length === 1 && token >= 'A') {
      run += token;
      continue;
    }
    if (run !== '') words.push(run);
    run = '';
    if (token !== '') words.push(token);
  }
  if (run !== '') words.push(run);
  return words;
}

/** As `fold`, but single letters stay apart: initials matter when telling a person from a company. */
export function plainCapitals(decoded: string): string {
  let text = decoded.replace(apostrophes, '').replace(/[&+]/g, ' AND ');
  if (/[^\x20-\x7e]/.test(text)) {
    text = text
      .replace(/[ÆŒØßẞŁĐÞ]/g, (letter) => letters[letter] ?? '')
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .toUpperCase();
  }
  return text.replace(/[^A-Z0-9]+/g, ' ').trim();
}
