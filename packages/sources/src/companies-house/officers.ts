import { z } from 'zod';
import type { Item } from '../define-source.ts';
import {
  companyOf,
  dateOf,
  extentOf,
  List,
  listItems,
  misshapen,
  pastDate,
  readEach,
  state,
  type AnswerKind,
} from './answer.ts';

/** No name is in the schema: only what an appointment is and when it began and ended leaves the document. */
const Officer = z.object({
  officer_role: z.string(),
  appointed_on: z.string().nullish(),
  appointed_before: z.string().nullish(),
  resigned_on: z.string().nullish(),
});
/** `/company/{number}/officers`: directors and members of partnerships as counts and dates. */
export const officers: AnswerKind = {
  topic: 'officers',
  path: 'officers',
  isPaged: true,
  recognises: (body) =>
    body['kind'] === 'officer-list' || JSON.stringify(body['items'] ?? '').includes('"officer_role"'),
  kept: { items: [{ officer_role: true, appointed_on: true, appointed_before: true, resigned_on: true }] },
  read(answer) {
    const read = List.safeParse(answer.body);
    if (!read.success) return [misshapen(answer.item, read.error)];
    const { entries, refused } = readEach(answer, 'officer', read.data.items, Officer);
    const list = extentOf(read.data);
    const unknown = entries.flatMap(({ read: { officer_role: role }, item }): Item[] =>
      isDirector(role) || OTHER_ROLES.test(role)
        ? []
        : [{ item, outcome: 'refused', reason: `officer_role: “${role}” is not known here: not counted` }],
    );
    const isWhole = list.isWhole && refused.length === 0 && unknown.length === 0;
    const directors = entries.map((entry) => entry.read).filter(({ officer_role: role }) => isDirector(role));
    const resignedOn = directors.flatMap(({ resigned_on }) => pastDate(resigned_on, answer) ?? []).sort();
    // Who has given notice is in office until then.
    const isInOffice = ({ resigned_on: until }: z.infer<typeof Officer>) =>
      !until || (dateOf(until) !== null && pastDate(until, answer) === null);
    const content = {
      kind: 'officer-changes' as const,
      appointedOn: directors.flatMap(({ appointed_on }) => dateOf(appointed_on) ?? []).sort(),
      resignedOn,
      activeCount: isWhole ? directors.filter(isInOffice).length : null,
    };
    const about = companyOf(answer.number);
    const statement = { ref: 'officers', path: 'officers', about, content, saidOn: null, occurredOn: null };
    return listItems(answer, 'officers', {
      observations: list.length > 0 ? [state(answer, statement)] : [],
      refused: [...refused, ...unknown],
      list,
      nothing: 'nothing listed under officers',
    });
  },
};

function isDirector(role: string): boolean {
  return /director|member/.test(role);
}

/** The register's other roles: they run no company, or are not counted among those who do. */
const OTHER_ROLES =
  /secretary$|^judicial-factor$|manager|^(?:corporate-)?managing-officer$|^person-authorised-to-|partner/;
