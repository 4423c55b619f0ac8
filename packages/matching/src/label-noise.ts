/** What is wrong with a published label, by the printed name beside the register's name of its number alone. */
export type NoiseVerdict =
  /** The company has another name today, and the register slice holds no former ones. */
  | 'renamed'
  /** The print names another company, a division or a brand of the same group. */
  | 'sister'
  /** The number is another supplier's, printed in the wrong line. */
  | 'slip';

export interface NoisyLabel {
  readonly name: string;
  readonly number: string;
  /** As registered under the number. */
  readonly registered: string;
  readonly verdict: NoiseVerdict;
}

/**
 * Labels of the published names that no name alone can bear out, judged one by one: they are counted, and said apart, but
 * nobody is to be tied by them. Names and numbers as councils published them and as registered (OGL).
 */
export const labelNoise: readonly NoisyLabel[] = (
  [
    ['BABCOCK 4S LTD', '04889149', 'STRICTLY EDUCATION 4S LIMITED', 'renamed'],
    ['BRITISH GAS BUSINESS', '03078711', 'BRITISH GAS TRADING LIMITED', 'sister'],
    [
      'CAPITA TREASURY SOLUTIONS LTD T/A CAPITA ASSET SERVICES',
      '02652033',
      'MUFG CORPORATE MARKETS TREASURY LIMITED',
      'renamed',
    ],
    ['Champion Cleaning Services', '09108276', 'ASSOCIATED CLEANING CONTRACTORS LIMITED', 'sister'],
    ['ESP SCOTLAND LTD', 'SC355740', 'ESP PLAY LIMITED', 'renamed'],
    ['FIRMSTEP', '04283951', 'GRANICUS-FIRMSTEP LIMITED', 'renamed'],
    ['Flowbird Transport Ltd', '04869035', 'FLOWBIRD SMART CITY UK LIMITED', 'renamed'],
    ['HANSON/SUPAMIX MINI MIX', '00300002', 'HANSON QUARRY PRODUCTS EUROPE LIMITED', 'sister'],
    ['HEMMING INFORMATION SERVICES T/A THE MJ', '00490200', 'HEMMING GROUP LIMITED', 'sister'],
    ['Highways England Company Ltd', '09346363', 'NATIONAL HIGHWAYS LIMITED', 'renamed'],
    ['KEYS CARE LIMITED', '10625350', 'KEYS GROUP LIMITED', 'sister'],
    ['NPOWER YORKSHIRE LTD', '03653277', 'NPOWER LIMITED', 'sister'],
    ['ONE51 ES PLASTICS UK LTD T/A MGB PLASTICS', '06094735', 'IPL PLASTICS (UK) LIMITED', 'renamed'],
    ['Prism Medical UK Westholme Division', '01873637', 'WESTHOLME LIMITED', 'sister'],
    ['PROGRESSIVE CARE FAMILY SERVICES', '03641345', 'PROGRESSIVE CARE LIMITED', 'sister'],
    ['REED', '06903140', 'REED SPECIALIST RECRUITMENT LIMITED', 'sister'],
    ['REED BUSINESS INFORMATION LTD', '06903140', 'REED SPECIALIST RECRUITMENT LIMITED', 'slip'],
    ['REED LIMITED', '06903140', 'REED SPECIALIST RECRUITMENT LIMITED', 'sister'],
    ['Reed plc', '06903140', 'REED SPECIALIST RECRUITMENT LIMITED', 'sister'],
    ['Salford City College', '08115121', 'SALFORD ACADEMY TRUST', 'slip'],
    ['SELLICK PARTNERSHIP GROUP LTD', '04156002', 'SELLICK PARTNERSHIP LIMITED', 'sister'],
    ['SERVELEC SYNERGY', '10002545', 'SERVELEC EDUCATION LIMITED', 'renamed'],
    ['SERVELEC SYNERGY LIMITED', '10002545', 'SERVELEC EDUCATION LIMITED', 'renamed'],
    ['ST JOHN AMBULANCE SUPPLIES', '03866129', 'ST. JOHN AMBULANCE', 'sister'],
    ['THYSSENKRUPP HOME SOLUTIONS', '01166449', 'THYSSENKRUPP ACCESS LIMITED', 'renamed'],
    ['THYSSENKRUPP HOME SOLUTIONS LTD', '01166449', 'THYSSENKRUPP ACCESS LIMITED', 'renamed'],
    ['WITHERSLACK CARE', '03579104', 'WITHERSLACK GROUP LIMITED', 'sister'],
    ['WITHERSLACK INTEGRATED PROVISION', '03579104', 'WITHERSLACK GROUP LIMITED', 'sister'],
  ] as const
).map(([name, number, registered, verdict]) => ({ name, number, registered, verdict }));

/** Whether this very label is on the list. */
export function isNoisy(label: { readonly name: string; readonly number: string }): boolean {
  return labelNoise.some(({ name, number }) => name === label.name && number === label.number);
}
