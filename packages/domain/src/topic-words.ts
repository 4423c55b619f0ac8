import type { IsoDate } from './ids.ts';
import { formatDate } from './printed-day.ts';
import type { Topic } from './signal.ts';

/** What can be looked for about a supplier, as it is printed within a sentence. */
export const topicWords: Readonly<Record<Topic, string>> = {
  'gazette-notices': 'notices in The Gazette',
  'company-profile': 'the company profile at Companies House',
  'insolvency-cases': 'the insolvency register at Companies House',
  'filing-history': 'the filing history at Companies House',
  charges: 'the charges register',
  officers: 'the register of officers',
  controllers: 'the register of persons with significant control',
  'accounts-figures': 'the figures of filed accounts',
  'payment-practices': 'payment practices reports',
  'short-interest': 'short positions',
  'contract-performance': 'contract performance notices',
  'care-locations': 'the care regulator’s lists of homes and services',
  'public-reports': 'public reports',
  'charity-register': 'the register of charities',
  'mutuals-register': 'the register of mutual societies',
  'housing-regulator': 'the lists of the Regulator of Social Housing',
  'childrens-provisions': 'Ofsted’s list of children’s social care',
};

/** A topic at which nobody looked, though a notice that was read by itself may have told of the supplier. */
export function topicSeen(topic: Topic, noticeOn: IsoDate | undefined): string {
  if (topic !== 'gazette-notices' || noticeOn === undefined) return topicWords[topic];
  return `${topicWords[topic]}, but for one published on ${formatDate(noticeOn)},`;
}
