import { describe, expect, it } from 'vitest';
import { fixedLine } from './alert-mail.ts';
import { petitionFacts } from './fixtures/alert-facts.ts';
import { composeCorrection, composeEnding } from './follow-up-mail.ts';

describe('those who were told are told again', () => {
  it('of a correction, with what was wrong and what is right before the alert as it stands', () => {
    const { subject, text } = composeCorrection(petitionFacts, {
      wrong: 'The petition concerned Example Care Homes Ltd.',
      right: 'It concerned another company of the same name.',
      originallySentOn: '2026-05-03',
    });
    expect(subject).toMatch(/^Correction: Example Care Homes Ltd: /);
    expect(text).toContain('On 3 May 2026 we sent you an alert that was not right.');
    expect(text.indexOf('It should read')).toBeLessThan(text.indexOf('What happened'));
  });

  it('of the end of a proceeding, with its source', () => {
    const { subject, text } = composeEnding({
      supplier: petitionFacts.supplier,
      council: petitionFacts.council,
      earlier: { title: 'Winding-up petition advertised', sentOn: '2026-05-03' },
      title: 'Winding-up petition dismissed',
      on: '2026-05-20',
      evidence: petitionFacts.assessment.formalEvents[0]!.evidence,
      link: petitionFacts.links.alert,
    });
    expect(subject).toBe('Superseded: Example Care Homes Ltd: winding-up petition dismissed');
    expect(text).toContain('This supersedes our alert of 3 May 2026: “Winding-up petition advertised”.');
    expect(text).toContain('https://www.thegazette.co.uk/notice/4000001');
    expect(text).toContain(fixedLine);
  });
});
