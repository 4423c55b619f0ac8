import type { NoticeFamily, ObservedSignal, Signal, SignalOf } from '@tocsin/domain';

/** A statement made up for a test: published, observed and read on `day`. */
export function said<S extends Signal>(
  day: string,
  signal: S,
  over: Partial<ObservedSignal> = {},
): ObservedSignal & { signal: S } {
  const at = `${day}T09:00:00.000Z`;
  const source = over.source ?? 'gazette-insolvency';
  return {
    source,
    ref: `${signal.kind}-${day}`,
    version: day,
    occurredOn: day,
    publishedAt: at,
    observedAt: at,
    evidence: {
      source,
      url: 'https://example.org/1',
      publishedAt: at,
      retrievedAt: at,
      sha256: '0'.repeat(64),
    },
    ...over,
    signal,
  };
}

export function noticeOf(
  code: string | null,
  family: NoticeFamily,
  over: Partial<SignalOf<'insolvency-notice'>> = {},
): SignalOf<'insolvency-notice'> {
  return {
    kind: 'insolvency-notice',
    code,
    family,
    heading: family,
    noticeId: '1',
    hearing: null,
    petitioner: null,
    caseRef: null,
    ...over,
  };
}
