import { formatDate } from '@tocsin/domain';
import { absent, type Indicator, nothingFound, present } from '../indicator.ts';

export const cioDissolution: Indicator = {
  id: 'cio-dissolution',
  group: 'conduct',
  question: 'Is it a charitable incorporated organisation that is to be dissolved?',
  topics: ['charity-register'],
  judge(subject, { points }) {
    const entry = subject.latest('charity-entry').at(-1);
    if (!entry) return nothingFound(subject, this.topics, 'It is not on the register of charities.');
    const { signal, publishedAt, evidence } = entry;
    const seen = `on ${formatDate(publishedAt)}`;
    if (!signal.dissolution || signal.status === 'removed')
      return absent(`The register of charities shows no notice of its dissolution ${seen}.`, [evidence]);
    const { noticeEndsOn } = signal.dissolution;
    const ends = noticeEndsOn ? `, by a notice that ends on ${formatDate(noticeEndsOn)}` : '';
    const because = `By the register of charities ${seen} it is to be dissolved${ends}. It may be solvent, merge or take another form; it counts until the notice is gone, or it is removed.`;
    return present(points, because, [evidence]);
  },
};
