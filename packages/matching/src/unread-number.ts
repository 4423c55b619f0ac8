import { findCompanyNumbers } from '@tocsin/domain';
import type { MatchResult } from './match.ts';

/**
 * What a look-up by the name comes to where a number is printed beside it that could not be read: it is said. Where that
 * holds company numbers none the less, they may confirm the name and never be passed over: a person says which is meant.
 */
export function withUnreadNumber<R extends MatchResult>(looked: R, unread: string | null): R {
  if (unread === null || looked.kind === 'individual' || looked.kind === 'redacted') return looked;
  const said = `a number is printed that could not be read: “${unread}”`;
  const reason = `${looked.reason}; ${said}`;
  const held = findCompanyNumbers(unread);
  if (held.length === 0) return { ...looked, reason };
  if (looked.number !== null && held.includes(looked.number))
    return { ...looked, reason: `${reason}, of which ${looked.number} fits the name` };
  const which =
    held.length === 1 ? `it holds ${held.join('')}` : `it holds the company numbers ${held.join(' and ')}`;
  return {
    ...looked,
    outcome: 'ambiguous',
    number: null,
    reason:
      looked.number === null
        ? `${said}; ${which}: say which is meant`
        : `number and name disagree: ${said}, and the name is that of ${looked.number}`,
  };
}
