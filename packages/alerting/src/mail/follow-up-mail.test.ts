import { eventDay, HowEnded } from '@tocsin/domain';
import { describe, expect, it } from 'vitest';
import { fixedLine } from './alert-mail.ts';
import { petitionFacts } from '../fixtures/alert-facts.ts';
import { type Ended, endingSentence, endingTitle } from '../words/ending-words.ts';
import { composeCorrection, composeEnding, composeEndings } from './follow-up-mail.ts';

describe('those who were told are told again', () => {
  it('of a correction, with what was wrong and what is right before the alert as it stands', () => {
    const { subject, text } = composeCorrection(petitionFacts, {
      wrong: 'The petition concerned Example Care Homes Ltd.',
      right: 'It concerned another company of the same name.',
      originallySentOn: '2026-05-03',
      stands: true,
    });
    expect(subject).toMatch(/^Correction: Example Care Homes Ltd: /);
    expect(text).toContain('On 3 May 2026 we sent you an alert that was not right.');
    expect(text.indexOf('It should read')).toBeLessThan(text.indexOf('What happened'));
  });

  it('of a correction of which nothing is left, without the event as if it had happened, and without steps', () => {
    const { text } = composeCorrection(petitionFacts, {
      wrong: 'A petition was advertised.',
      right: 'It concerned another company.',
      originallySentOn: '2026-05-03',
      stands: false,
    });
    for (const left of ['What happened', 'What this is', 'What to do next']) expect(text).not.toContain(left);
    for (const kept of ['How the supplier stands without it follows', 'Assessment', fixedLine])
      expect(text).toContain(kept);
  });

  const ended: Ended = {
    family: 'winding-up-petition',
    how: 'dismissed',
    days: { eventDay: eventDay('2026-05-20'), publishedOn: eventDay('2026-05-22'), seenAt: null },
    evidence: petitionFacts.assessment.formalEvents[0]!.evidence,
  };
  const ending = {
    supplier: petitionFacts.supplier,
    council: petitionFacts.council,
    earlier: { title: 'Winding-up petition advertised', sentOn: '2026-05-03' },
    title: endingTitle(ended),
    ended,
    publisher: 'The Gazette',
    link: petitionFacts.links.alert,
  };

  it('of the end of a proceeding in a plain sentence, with the link of its notice', () => {
    const { subject, text } = composeEnding(ending);
    expect(subject).toBe('Example Care Homes Ltd: winding-up petition dismissed');
    expect(text).toContain(
      'The winding-up petition against Example Care Homes Ltd (company number 01234567) was dismissed on 20 May 2026 (The Gazette).',
    );
    expect(text).toContain('We told you of it on 3 May 2026: “Winding-up petition advertised”.');
    expect(text).toContain('https://www.thegazette.co.uk/notice/4000001');
    expect(text).toContain(fixedLine);
    expect(text).not.toMatch(/supersede|no longer open/i);
  });

  it.each(HowEnded.options)('of an end that is “%s” without the day that nobody gives', (how) => {
    const days = { ...ended.days, eventDay: eventDay(null) };
    const { text } = composeEnding({ ...ending, ended: { ...ended, how, days } });
    expect(text).not.toMatch(/\bon unknown|undefined|null|20 May/);
    expect(text).toContain('Example Care Homes Ltd');
  });

  it('of several ends in one letter after a change of the rules', () => {
    const brief = { sentence: endingSentence('Example Ltd', ended, 'The Gazette'), link: ending.link };
    const { subject, text } = composeEndings([brief, brief], petitionFacts.council, null);
    expect(subject).toBe('What has ended or lapsed: 2 earlier alerts');
    expect(text.match(/was dismissed on 20 May 2026 \(The Gazette\)/g)).toHaveLength(2);
  });
});
