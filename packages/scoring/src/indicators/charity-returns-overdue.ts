import { formatDate } from '@tocsin/domain';
import { absent, type Indicator, nothingFound, present } from '../indicator.ts';

const overdueBy: Readonly<Record<string, 'overdue' | 'twice'>> = {
  'Submission Overdue': 'overdue',
  'Submission Double Default': 'twice',
};

export const charityReturnsOverdue: Indicator = {
  id: 'charity-returns-overdue',
  group: 'conduct',
  question: 'Is its annual return to the Charity Commission overdue?',
  topics: ['charity-register'],
  judge(subject, weight) {
    const entry = subject.latest('charity-entry').at(-1);
    if (!entry) return nothingFound(subject, this.topics, 'It is not on the register of charities.');
    const { signal, publishedAt, evidence } = entry;
    const level = signal.status === 'registered' ? overdueBy[signal.reporting ?? ''] : undefined;
    const seen = `on ${formatDate(publishedAt)}`;
    if (!level)
      return absent(`No annual return is overdue by the register of charities ${seen}.`, [evidence]);
    const overdue = level === 'twice' ? 'annual returns of two years or more' : 'an annual return';
    const because = `The register of charities shows ${overdue} as overdue ${seen}. It counts until the return is received.`;
    return present(weight.levels?.[level] ?? 0, because, [evidence]);
  },
};
