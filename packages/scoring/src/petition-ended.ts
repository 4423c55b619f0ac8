import type { IsoDate } from '@tocsin/domain';
import { compareText, type Statement } from './facts.ts';
import type { EndingMark, OpeningMark } from './proceeding-marks.ts';

/**
 * Which one of several petitions an ending tells of, by the first of these that tells them apart: the notice that it takes
 * back, the court's number, the petitioner. Where nothing does, the one whose hearing had come: of several the latest,
 * where none had come the one that was advertised first. The others stand.
 */
export function petitionEnded(
  ending: EndingMark,
  petitions: readonly (readonly OpeningMark[])[],
): readonly OpeningMark[] | null {
  const before = petitions.filter((group) => group.at(-1)!.on <= ending.upTo);
  const { corrects, petitioner } = wordsOf(ending.by);
  const taken = corrects?.noticeId;
  const named = taken && before.find((group) => group.some(({ by }) => wordsOf(by).noticeId === taken));
  if (named) return named;
  if (ending.caseRef) {
    const same = before.find((group) => refsOf(group).includes(ending.caseRef!));
    if (same) return same;
  }
  const left = ending.caseRef ? before.filter((group) => refsOf(group).length === 0) : before;
  return byHearing(byPetitioner(left, petitioner), ending.on);
}

/** Those of the petitioner; where none is, those of whom nobody knows whose they are; else all, for petitioners change. */
function byPetitioner(
  petitions: readonly (readonly OpeningMark[])[],
  petitioner: string | null,
): readonly (readonly OpeningMark[])[] {
  if (petitioner === null) return petitions;
  const whose = (group: readonly OpeningMark[]) => group.flatMap(({ by }) => wordsOf(by).petitioner ?? []);
  const own = petitions.filter((group) => whose(group).some((name) => plain(name) === plain(petitioner)));
  if (own.length > 0) return own;
  const unknown = petitions.filter((group) => whose(group).length === 0);
  return unknown.length > 0 ? unknown : petitions;
}

function byHearing(
  petitions: readonly (readonly OpeningMark[])[],
  on: IsoDate,
): readonly OpeningMark[] | null {
  const heard = petitions
    .flatMap((group) => {
      const hearing = group.map(({ by }) => wordsOf(by).hearing?.on ?? null).findLast((day) => day !== null);
      return hearing && hearing <= on ? [{ group, hearing }] : [];
    })
    .sort((a, b) => compareText(a.hearing, b.hearing));
  return heard.at(-1)?.group ?? petitions[0] ?? null;
}

function refsOf(group: readonly OpeningMark[]): readonly string[] {
  return group.flatMap(({ caseRef }) => caseRef ?? []);
}

function wordsOf({ signal }: Statement) {
  const none = { noticeId: null, petitioner: null, hearing: null, corrects: null };
  return signal.kind === 'insolvency-notice' ? signal : none;
}

/** `ALPHA LIMITED` and `Alpha Ltd.` are one petitioner. */
function plain(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/\blimited\b/g, 'ltd')
    .replaceAll(/^the\b|[^a-z0-9]/g, '');
}
