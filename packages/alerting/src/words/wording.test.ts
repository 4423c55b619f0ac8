import { Cause } from '@tocsin/domain';
import { viewOfExposure } from '@tocsin/exposure';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AlertFacts } from '../alert/alert-facts.ts';
import { composeAlertMail, fixedLine } from '../mail/alert-mail.ts';
import { exposure, petitionFacts } from '../fixtures/alert-facts.ts';
import { composeCorrection } from '../mail/follow-up-mail.ts';
import { playbookFamilies } from '../playbooks/playbooks.ts';
import { unfairWords } from './wording.ts';

describe('wording', () => {
  const kinds = [
    ...playbookFamilies.map((family) => ({
      ...petitionFacts,
      assessment: {
        ...petitionFacts.assessment,
        formalEvents: petitionFacts.assessment.formalEvents.map((event) => ({ ...event, family })),
      },
    })),
    ...(
      [
        ['band', 'band:severe:1'],
        ['band', 'band:insolvent:1'],
        ['award-gate', 'award-gate:ocds-h6vhtk-1/1'],
        ['paid-while-inactive', 'paid-while-inactive:dormant:2026-01-31'],
        ['paid-while-inactive', 'paid-while-inactive:dissolved:2026-01-31'],
        ['paid-while-inactive', 'paid-while-inactive:strike-off:2026-01-31'],
        ['paid-while-at-risk', 'paid-while-at-risk:1'],
      ] as const
    ).map(([kind, cause]) => ({
      ...petitionFacts,
      alert: { ...petitionFacts.alert, kind, cause: Cause.parse(cause) },
    })),
  ];
  const facts = fc
    .record({
      facts: fc.constantFrom<AlertFacts>(...kinds),
      to: fc.constantFrom('elevated' as const, 'severe' as const, 'insolvent' as const),
      contracts: fc.subarray([...petitionFacts.exposure.contracts]),
      spend: fc.option(fc.constant(exposure.spendLast12Months)),
      others: fc.nat(3),
      hearing: fc.constantFrom(null, '2026-05-02', '2026-05-03', '2026-04-01'),
    })
    .map(({ facts: base, to, contracts, spend, others, hearing }): AlertFacts => ({
      ...base,
      alert: { ...base.alert, to },
      exposure: viewOfExposure({ ...exposure, contracts, spendLast12Months: spend }),
      othersExposed: { publicCount: others },
      petition: hearing === null ? null : { hearing: { on: hearing, court: null }, petitioner: null },
    }));

  it('says nothing unfair in any alert, correction or notice of an end', () => {
    fc.assert(
      fc.property(facts, (one) => {
        const alert = composeAlertMail(one);
        const correction = composeCorrection(one, {
          wrong: 'Two contracts',
          right: 'One contract',
          originallySentOn: '2026-05-03',
          stands: one.council.name.length % 2 === 0,
        });
        for (const { subject, text } of [alert, correction])
          expect(unfairWords(`${subject}\n${text}`)).toEqual([]);
        expect(alert.text).toContain(fixedLine);
      }),
    );
  });

  it('gives source, date and link with every finding that has points', () => {
    fc.assert(
      fc.property(facts, (one) => {
        const { text } = composeAlertMail(one);
        const findings = text.split('\n').filter((line) => /^- [+−]\d+ points?:/.test(line));
        expect(findings).toHaveLength(2);
        for (const line of findings) expect(line).toMatch(/\w+ \(https:\/\/[^)]+\), published \d+ \w+ \d{4}/);
      }),
    );
  });

  it('catches the words that we do not use, unless an order is quoted', () => {
    expect(unfairWords('The company is insolvent and failing; avoid it.')).toEqual([
      'insolvent',
      'failing',
      'avoid',
    ]);
    expect(unfairWords('The order says “the company is insolvent”.')).toEqual([]);
    expect(unfairWords('In a formal insolvency procedure')).toEqual([]);
  });
});
