import { formatDate } from '@tocsin/domain';
import { absent, type Indicator, nothingFound, present } from '../indicator.ts';

/** A flag of the register carries no day and is no proceeding: those are told by The Gazette and Companies House. */
export const charityFlag: Indicator = {
  id: 'charity-flag',
  group: 'conduct',
  question: 'Does the register of charities mark it as unable to pay, or as in administration?',
  topics: ['charity-register'],
  judge(subject, weight) {
    const entry = subject.latest('charity-entry').at(-1);
    if (!entry) return nothingFound(subject, this.topics, 'It is not on the register of charities.');
    const { signal, publishedAt, evidence } = entry;
    const flag = signal.insolvent ? 'insolvent' : signal.inAdministration ? 'in-administration' : null;
    const seen = `on ${formatDate(publishedAt)}`;
    if (!flag) return absent(`Neither flag stands on the register of charities ${seen}.`, [evidence]);
    const because = `The register of charities marks it as ${flag.replaceAll('-', ' ')} ${seen}. It counts until the register does no longer.`;
    return present(weight.levels?.[flag] ?? 0, because, [evidence]);
  },
};
