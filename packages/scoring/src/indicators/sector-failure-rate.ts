import { absent, type Indicator, present, unknown } from '../indicator.ts';
import { sectorOf } from '../base-rates.ts';

export const sectorFailureRate: Indicator = {
  id: 'sector-failure-rate',
  group: 'group-and-market',
  question: 'Do companies fail more often in this sector?',
  topics: ['company-profile'],
  judge(subject, weight) {
    const profile = subject.latest('company-profile').at(-1);
    const [code] = profile?.signal.sicCodes ?? [];
    if (!profile || !code) return unknown('Not known: no industry code has been read.');
    const sector = sectorOf(code);
    if (!sector)
      return absent(`Industry code ${code}: no sector with a published share.`, [profile.evidence]);
    const because = `Industry code ${code} (${sector.name}): ${sector.shareOfInsolvencies}% of company insolvencies in the ${sector.period}, about ${sector.shareOfBusinesses}% of businesses.`;
    const points = weight.levels?.[sector.id] ?? 0;
    return points > 0 ? present(points, because, [profile.evidence]) : absent(because, [profile.evidence]);
  },
};
