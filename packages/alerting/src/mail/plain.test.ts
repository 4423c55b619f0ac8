import { describe, expect, test } from 'vitest';
import { plain, webAddress } from './plain.ts';

describe('a text of others', () => {
  test.each([
    ['is left as it is where it is plain', 'Example Ltd, £1 – “so”', 'Example Ltd, £1 – “so”'],
    ['loses its line breaks', 'Example\r\nLtd', 'Example Ltd'],
    ['has single spaces and none around it', '  Example \u00a0\t Ltd ', 'Example Ltd'],
    ['loses what is not seen', 'Exa\u200bmple\u202e L\u00adtd\ufe0f', 'Example Ltd'],
    ['is composed', 'Cafe\u0301', 'Café'],
    ['may be empty', '', ''],
  ])('%s', (_, text, words) => {
    expect(plain(text)).toBe(words);
  });

  test('is cut where it is longer than the most, counting what a reader counts as a letter', () => {
    expect(plain('abcdef', 6)).toBe('abcdef');
    expect(plain('abcdefg', 6)).toBe('abcde…');
    expect(plain('𝒜𝒜𝒜', 3)).toBe('𝒜𝒜𝒜');
    expect(plain('𝒜𝒜𝒜𝒜', 3)).toBe('𝒜𝒜…');
    expect(plain('a'.repeat(2_001))).toHaveLength(2_000);
    expect(plain('a'.repeat(2_000))).not.toContain('…');
  });
});

describe('an address becomes a link', () => {
  test.each(['https://a.example/x?y=1', 'HTTP://a.example/', 'http://a.example:8080/'])('%s', (url) => {
    expect(webAddress(url)).toBe(new URL(url).href);
  });

  test.each([
    'javascript:alert(1)',
    'ftp://a.example/',
    'xhttps://a.example/',
    'https://a.example/ b',
    'https://a.example/"x',
    'https://user@a.example/',
    'https://user:secret@a.example/',
    'https://:secret@a.example/',
    'https://a.exa\u200bmple/',
    'https://[',
    '',
  ])('but not %o', (url) => {
    expect(webAddress(url)).toBeNull();
  });
});
