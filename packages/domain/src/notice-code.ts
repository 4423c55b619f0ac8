import type { NoticeFamily } from './signal.ts';

/**
 * The 46 corporate insolvency notice types of The Gazette and what each one is. The families decide what a notice
 * means for a supplier (`noticeStanding`), so a step inside a proceeding that is already public is `other`: it is no
 * news. Codes and headings: The Gazette's notice type list.
 */
export const noticeCodes = {
  2401: ['Moratorium – coming into force', 'moratorium'],
  2402: ['Moratorium – coming to an end', 'moratorium-ended'],
  2403: ['Re-use of a prohibited name', 'other'],
  2404: ['Cross-border insolvencies', 'other'],
  2405: ['Overseas territories and dependencies', 'other'],
  2406: ['Notice of intended dividend', 'dividend'],
  2407: ['Notice of dividend', 'dividend'],
  2408: ['Other corporate insolvency notices', 'other'],
  2409: ['Qualifying decision procedure', 'other'],
  2410: ['Appointment of administrators', 'administration'],
  2411: ['Administration orders', 'administration'],
  2412: ['Meetings of creditors', 'other'],
  2413: ['Notices to members', 'other'],
  2414: ['Deemed consent', 'other'],
  2421: ['Appointment of administrative receivers', 'administrative-receivership'],
  2422: ['Meetings of creditors', 'other'],
  2423: ['Appointment of receivers', 'receivership'],
  2424: ['Deemed consent', 'other'],
  2431: ['Resolutions for winding-up', 'members-voluntary-liquidation'],
  2432: ['Appointment of liquidators', 'members-voluntary-liquidation'],
  2433: ['Notices to creditors', 'members-voluntary-liquidation'],
  2434: ['Annual liquidation meetings', 'members-voluntary-liquidation'],
  2435: ['Final meetings', 'members-voluntary-liquidation'],
  2441: ['Resolutions for winding-up', 'creditors-voluntary-liquidation'],
  2442: ['Meetings of creditors', 'creditors-decision'],
  2443: ['Appointment of liquidators', 'creditors-voluntary-liquidation'],
  2444: ['Annual liquidation meetings', 'other'],
  2445: ['Final meetings', 'closing'],
  2446: ['Notices to creditors', 'other'],
  2447: ['Deemed consent', 'creditors-decision'],
  2450: ['Petitions to wind up (companies)', 'winding-up-petition'],
  2451: ['Petitions to wind up (partnerships)', 'other'],
  2452: ['Winding-up orders', 'winding-up-order'],
  2453: ['Winding-up orders (partnerships)', 'other'],
  2454: ['Appointment of liquidators', 'compulsory-liquidation'],
  2455: ['Meetings of creditors', 'other'],
  2456: ['Notice of intended dividend', 'dividend'],
  2457: ['Notice of dividend', 'dividend'],
  2458: ['Final meetings', 'closing'],
  2459: ['Release of liquidator', 'closing'],
  2460: ['Notices to creditors', 'other'],
  2461: ['Dismissal of winding-up petition', 'petition-dismissed'],
  2462: ['Service of petition', 'other'],
  2463: ['Annual meetings', 'other'],
  2464: ['Public examinations', 'other'],
  2465: ['Deemed consent', 'other'],
} as const satisfies Record<number, readonly [heading: string, family: NoticeFamily]>;

/**
 * What a notice of a family is: a fact of insolvency, a sign of distress that is no proceeding yet (or only over one
 * asset), relief, or nothing either way. Members' voluntary liquidation is solvent.
 */
export const noticeStanding = {
  administration: 'insolvent',
  'administrative-receivership': 'insolvent',
  'creditors-voluntary-liquidation': 'insolvent',
  'winding-up-order': 'insolvent',
  'compulsory-liquidation': 'insolvent',
  'winding-up-petition': 'distress',
  receivership: 'distress',
  'company-voluntary-arrangement': 'distress',
  moratorium: 'distress',
  'creditors-decision': 'distress',
  'petition-dismissed': 'relief',
  'petition-withdrawn': 'relief',
  'moratorium-ended': 'relief',
  'members-voluntary-liquidation': 'none',
  dividend: 'none',
  closing: 'none',
  other: 'none',
  unknown: 'none',
} as const satisfies Record<NoticeFamily, 'insolvent' | 'distress' | 'relief' | 'none'>;
