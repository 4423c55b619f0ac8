import { describe, expect, test } from 'vitest';
import { decode, fold, plainCapitals } from './fold.ts';

describe('what export scripts did to a text is undone', () => {
  test.each([
    ['BARNARDO\\xB4S', 'BARNARDO´S'],
    ['Barnardo\\u2019s', 'BARNARDO’S'],
    ['Caf\\xe9 \\XC9clair', 'CAFÉ ÉCLAIR'],
    ['Example\\nCare\\rHomes\\tLtd', 'EXAMPLE CARE HOMES LTD'],
    ['Example\\qLtd', 'EXAMPLE\\QLTD'],
    ['Marks &amp; Spencer', 'MARKS & SPENCER'],
    ['Marks &AMP; Spencer', 'MARKS & SPENCER'],
    ['Sainsbury&apos;s &quot;Local&quot;', 'SAINSBURY\'S "LOCAL"'],
    ['Sainsbury&#39;s&nbsp;Ltd', "SAINSBURY'S LTD"],
    ['A &lt; B', 'A &LT; B'],
    ['Barnardoâ€™s and Lloydâ€˜s', "BARNARDO'S AND LLOYD'S"],
    ['Care â€“ North â€” Ltd', 'CARE - NORTH - LTD'],
    ['ExampleÂ Ltd, Â£5', 'EXAMPLE LTD, £5'],
    ['Example (North) Ltd.', 'EXAMPLE (NORTH) LTD.'],
  ])('%s is read as %s', (printed, text) => {
    expect(decode(printed)).toBe(text);
  });
});

describe('the words of a name', () => {
  test.each([
    ["O'Neil’s C.P. Davidson & Sons + Co", 'ONEILS CP DAVIDSON AND SONS AND CO'],
    ['‘A’ `B` ´C ʼD ′E F\u0092S', 'ABCDE FS'],
    ['J & B Sport', 'J AND B SPORT'],
    ['A1 B C 2 D', 'A1 BC 2 D'],
    ['Builders A B', 'BUILDERS AB'],
    ['Æ Øß ŁĐÞ Œuvre ẞ', 'AE OSS LDTH OEUVRE SS'],
    ['Café ﬁne Ⅷ', 'CAFE FINE VIII'],
    ['  (Example)--Ltd.  ', 'EXAMPLE LTD'],
    ['???', ''],
  ])('%s are %s', (printed, words) => {
    expect(fold(decode(printed)).join('|')).toBe(words.replaceAll(' ', '|'));
  });

  test('keep initials apart where a person is to be told from a company', () => {
    expect(plainCapitals('J. P. EXAMPLE')).toBe('J P EXAMPLE');
    expect(plainCapitals('ÉXAMPLE, J')).toBe('EXAMPLE J');
  });
});
