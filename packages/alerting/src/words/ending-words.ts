import { type EndedEvent, formatDate, knownDay } from '@tocsin/domain';

/** What a proceeding is called within a sentence, and how it stands to its company. */
const NAMES: Readonly<Record<string, readonly [name: string, of: 'against' | 'of']>> = {
  'winding-up-petition': ['winding-up petition', 'against'],
  'winding-up-order': ['winding-up order', 'against'],
  'creditors-voluntary-liquidation': ['creditors’ voluntary liquidation', 'of'],
  administration: ['administration', 'of'],
  'administrative-receivership': ['administrative receivership', 'of'],
  receivership: ['receivership', 'of'],
  moratorium: ['moratorium', 'of'],
  'company-voluntary-arrangement': ['company voluntary arrangement', 'of'],
  'restructuring-plan': ['restructuring plan', 'of'],
  'creditors-decision': ['call for a decision of creditors', 'of'],
  'strike-off': ['proposal to strike off', 'of'],
  'unspecified-insolvency': ['entry of liquidation or insolvency proceedings', 'of'],
  dissolved: ['dissolution', 'of'],
  'solvent-winding-up': ['solvent winding-up', 'of'],
  'voluntary-strike-off': ['voluntary strike-off', 'of'],
  'left-register': ['departure from the register', 'of'],
  'procedure-not-known': ['notice of a procedure of unknown kind', 'of'],
};

/** What there is to say of an end; `taken-back` also where nothing but the beginning's absence tells of it. */
export type Ended = Pick<EndedEvent, 'family' | 'how' | 'days' | 'evidence' | 'life'>;

const VERBS: Readonly<Record<Ended['how'], string>> = {
  dismissed: 'dismissed',
  withdrawn: 'withdrawn',
  discontinued: 'discontinued',
  ended: 'ended',
  'register-active': 'no longer shown on the register',
  dissolved: 'over: company dissolved',
  restored: 'undone: company restored to the register',
  'never-published': 'left without a published outcome',
  'taken-back': 'no longer said of this company',
  information: 'told as information from now on',
};

/** The title of the news that a proceeding is over: `Winding-up petition dismissed`. */
export function endingTitle({ family, how }: Pick<Ended, 'family' | 'how'>): string {
  const [name] = nameOf(family);
  return `${name.charAt(0).toUpperCase()}${name.slice(1)} ${VERBS[how]}`;
}

/** `The winding-up petition against Example Ltd was dismissed on 3 December 2026 (The Gazette).` */
export function endingSentence(supplier: string, ended: Ended, publisher: string | null): string {
  const [name, of] = nameOf(ended.family);
  const subject = `The ${name} ${of} ${supplier}`;
  const when = whenEnded(ended, ended.evidence.some(isOfGazette) ? 'The Gazette' : publisher);
  switch (ended.how) {
    case 'dismissed':
    case 'withdrawn':
    case 'discontinued':
      return `${subject} was ${ended.how}${when}.`;
    case 'ended':
      return `${subject} has ended${when}.`;
    case 'register-active':
      return `${subject} is over as far as the register tells: it shows the company as active${when}.`;
    case 'dissolved':
      return `${subject} is over: the company was dissolved${when}.`;
    case 'restored':
      if (ended.family === 'left-register') return `${supplier} is shown on the register again${when}.`;
      return `${supplier} was restored to the register after its dissolution${when}.`;
    case 'never-published':
      return neverPublished(subject, ended);
    case 'information':
      return `The proposal to strike ${supplier} off is its own: its directors asked for it${when}. The company will cease to exist; this is told as information and carries no points.`;
    case 'taken-back':
      return ended.evidence.length > 0
        ? `${subject} no longer stands on the public record: its publisher has taken the notice back or corrected it${when}.`
        : `${subject} is no longer said of it: the notice was taken back or corrected, or the name that it prints is no longer taken for this company.`;
  }
}

/** Its readers know it by its name, not by its publisher's. */
function isOfGazette({ url }: Ended['evidence'][number]): boolean {
  return url.startsWith('https://www.thegazette.co.uk/');
}

function neverPublished(subject: string, { life }: Ended): string {
  const heard = life?.hearingOn ? `, listed for hearing on ${formatDate(life.hearingOn)},` : '';
  return `No outcome of ${subject.charAt(0).toLowerCase()}${subject.slice(1)}${heard} was ever published, and the register shows the company as active. It no longer counts.`;
}

/** The day of the end under its publisher's name, else what is known instead. */
function whenEnded({ days }: Ended, publisher: string | null): string {
  const [on, published] = [knownDay(days.eventDay), knownDay(days.publishedOn)];
  if (on) return ` on ${formatDate(on)}${publisher ? ` (${publisher})` : ''}`;
  if (published) return ` (${publisher ? `${publisher}, ` : ''}published on ${formatDate(published)})`;
  return days.seenAt ? ` (${publisher ? `${publisher}, ` : ''}seen on ${formatDate(days.seenAt)})` : '';
}

function nameOf(family: string): readonly [name: string, of: 'against' | 'of'] {
  return NAMES[family] ?? ['proceeding', 'of'];
}
