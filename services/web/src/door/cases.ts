import type { Case } from '@tocsin/scoring';

/** One dated public fact about a case, on the page that says so. */
export interface DoorEvent {
  /** A day, a month or a year, as the page gives it. */
  readonly date: string;
  /** `council`: what a council placed or paid; `record`: what our sources read; `told`: what others knew or said. */
  readonly lane: 'council' | 'record' | 'told';
  /** As the replay reads it; of a council `contract` or `payment`. */
  readonly type: string;
  readonly what: string;
  readonly url: string;
}

/** A firm of the past, with what councils did meanwhile and what became of it. */
export interface DoorCase extends Pick<Case, 'id' | 'outcome' | 'outcome_type' | 'outcome_date'> {
  readonly firm: string;
  readonly councils: readonly string[];
  readonly story: string;
  readonly became: string;
  readonly events: readonly DoorEvent[];
}

const SPEND =
  'https://github.com/odileeds/council-spending-data/blob/791774c21f07d5388f88502fe9275abe3e3914a4';
const NOTICES = 'https://github.com/sfong8/bidstat_scrape/tree/1fc40056bb815ff6de9776f9e359b0d2245b8539';
const ARCHIVE = 'https://github.com/aBoyNamedKerry/Insolvency/tree/928c8150115211b0ce8630bbd7971c8f8dc71dd1';
const ISG_ENDS =
  'https://bbcworldnewstoday.com/isg-uk-subsidiaries-apply-for-administration-construction-news';
const CARILLION_RISK =
  'https://committees.parliament.uk/committee/127/public-accounts-committee/news/98509/carillion-risk-assessments-report-published-17-19/';
const MITIE_WARNS =
  'https://www.theguardian.com/business/2016/nov/21/mitie-withdraws-healthcare-second-profit-warning-shares';
const MITIE_SELLS =
  'http://www.proactiveinvestors.co.uk/companies/news/174003/mitie-group-sells-social-care-business-for-2-in-wake-of-profit-warning-174003.html';

/**
 * Cases that are over, each fact on a public page: what councils placed or paid, what was published meanwhile, and what
 * became of the firm. Contracts and proceedings are those of the sample (`infra/local/sample/SOURCES.md`), payments those
 * that the councils published (Open Government Licence v3.0). Nobody is named who is a person.
 */
export const doorCases: readonly DoorCase[] = [
  {
    id: 'isg',
    firm: 'ISG Construction Limited',
    councils: ['London Borough of Hillingdon', 'West Sussex County Council', 'Manchester City Council'],
    outcome: 'failed',
    outcome_type: 'administration',
    outcome_date: '2024-09-20',
    story:
      'Four months after the notice of Hillingdon’s school was published, a company of the group was petitioned against. Administrators came on the fourth day after it.',
    became:
      'In administration since 20 September 2024. West Sussex had another builder finish its school from February 2025.',
    events: [
      {
        date: '2021-11',
        lane: 'council',
        type: 'contract',
        what: 'West Sussex places Woodlands Meed College with it, a project of £21.66m',
        url: 'https://westsussex.moderngov.co.uk/mgIssueHistoryHome.aspx?IId=13490&PlanId=346&RPID=0',
      },
      {
        date: '2022-05-25',
        lane: 'council',
        type: 'payment',
        what: 'Manchester’s last payments to it in the files that are read: £3.20m without VAT in this month',
        url: `${SPEND}/manchester/clean/2022-05.csv`,
      },
      {
        date: '2024-01',
        lane: 'told',
        type: 'payment_behaviour',
        what: 'Subcontractors speak of late payment',
        url: 'https://bfn.today/isg-st_629206/news/isg-files-notice-of-administration-sn_11372252',
      },
      {
        date: '2024-02',
        lane: 'record',
        type: 'director_resignation',
        what: 'Its chief executive and its finance director leave',
        url: 'https://bfn.today/isg-st_629206/news/isg-files-notice-of-administration-sn_11372252',
      },
      {
        date: '2024-05-09',
        lane: 'council',
        type: 'contract',
        what: 'The notice of Hillingdon’s Meadow High School is published: £9.99m, to 20 December 2024',
        url: 'https://d3tenders.com/contract/?ocid=ocds-b5fd17-9075f791-bc5e-447d-ac3b-a71f2692ffed',
      },
      { date: '2024-07', lane: 'told', type: 'sale', what: 'The group is up for sale', url: ISG_ENDS },
      {
        date: '2024-09-16',
        lane: 'record',
        type: 'winding_up_petition',
        what: 'A petition to wind up ISG Engineering Services, a company of the group',
        url: ISG_ENDS,
      },
      {
        date: '2024-09-19',
        lane: 'told',
        type: 'notice_of_intention',
        what: 'Six companies of the group apply for administration',
        url: ISG_ENDS,
      },
      {
        date: '2024-09-20',
        lane: 'record',
        type: 'insolvency',
        what: 'Administrators are appointed to eight companies of the group, this one among them',
        url: 'https://constructionenquirer.com/2024/09/20/ernst-young-appointed-administrator-at-isg',
      },
    ],
  },
  {
    id: 'carillion',
    firm: 'Carillion plc and its companies',
    councils: ['Lincolnshire County Council', 'Leeds City Council', 'London Borough of Hounslow'],
    outcome: 'failed',
    outcome_type: 'compulsory liquidation',
    outcome_date: '2018-01-15',
    story:
      'Nothing formal was published before the order of the court. The market had known for half a year: three months after the profit warning Leeds placed another contract, and asked for a bond.',
    became:
      'Wound up by the court on 15 January 2018. Leeds cancelled its contract; the bond was of £450,000.',
    events: [
      {
        date: '2016-12',
        lane: 'council',
        type: 'contract',
        what: 'Lincolnshire places the Lincoln Eastern Bypass with it: £52.95m',
        url: 'https://thelincolnite.co.uk/2016/10/contractors-lined-96m-lincoln-eastern-bypass/',
      },
      {
        date: '2017-03-01',
        lane: 'told',
        type: 'accounts',
        what: 'Results without a sign of trouble; the dividend rises',
        url: 'https://pdfslide.us/documents/1-march-2017-results-for-the-year-ended-31-december-2016-312017-carillion.html',
      },
      {
        date: '2017-07-10',
        lane: 'told',
        type: 'profit_warning',
        what: '£845m written off contracts; the shares lose 70% in days',
        url: 'https://www.fool.co.uk/investing/2017/07/24/an-important-lesson-from-carillion-plcs-70-share-price-drop',
      },
      {
        date: '2017-10',
        lane: 'council',
        type: 'contract',
        what: 'Leeds places its Cycle Superhighway with it: £4m, with a bond of £450,000',
        url: 'https://www.yorkshirepost.co.uk/news/politics/leeds-council-signed-collapsed-carillion-despite-warnings-because-it-did-not-want-trigger-firms-going-bust-590965',
      },
      {
        date: '2017-11',
        lane: 'told',
        type: 'buyer_rating',
        what: 'Officials of central government recommend its highest rating of risk; it is not given',
        url: CARILLION_RISK,
      },
      {
        date: '2018-01-15',
        lane: 'record',
        type: 'insolvency',
        what: 'Compulsory liquidation: petitioned for and ordered on the same day',
        url: 'https://www.gov.uk/government/news/carillion-declares-insolvency-information-for-employees-creditors-and-suppliers',
      },
    ],
  },
  {
    id: 'nmcn',
    firm: 'nmcn plc',
    councils: ['Leicester City Council'],
    outcome: 'failed',
    outcome_type: 'administration',
    outcome_date: '2021-10-06',
    story:
      'Its accounts were overdue for 97 days. Our sources read that, and the score counts it too lightly to tell anybody: a sign, and no warning.',
    became: 'In administration since 6 October 2021, two months before the last day of Leicester’s contract.',
    events: [
      {
        date: '2020-09-01',
        lane: 'council',
        type: 'contract',
        what: 'The notice of Leicester’s contract is published: £2.91m, 29 October 2020 to 12 December 2021',
        url: NOTICES,
      },
      {
        date: '2021-06',
        lane: 'told',
        type: 'shares_suspended',
        what: 'Its shares are suspended',
        url: 'https://theconstructionindex.co.uk/news/view/administrators-called-in-as-nmcn-rescue-runs-out-of-time',
      },
      {
        date: '2021-07-01',
        lane: 'record',
        type: 'accounts_overdue',
        what: 'Its accounts for 2020 are overdue: a public company has six months',
        url: 'https://www.legislation.gov.uk/ukpga/2006/46/section/442',
      },
      {
        date: '2021-10-06',
        lane: 'record',
        type: 'administration',
        what: 'Administrators are appointed',
        url: 'https://www.theconstructionindex.co.uk/news/view/ncm-brand-deemed-worthless',
      },
    ],
  },
  {
    id: 'silverlea',
    firm: 'Silverlea Care Home Limited',
    councils: ['City of Bradford Metropolitan District Council'],
    outcome: 'failed',
    outcome_type: 'meeting of creditors',
    outcome_date: '2019-12-02',
    story:
      'A small firm that files little: the first sign was the notice itself. Ten days after it Bradford paid three more times, which an alert on the day would have shown before the payment run.',
    became: 'Its creditors were called together in December 2019; what followed is not read here.',
    events: [
      {
        date: '2018-12-27',
        lane: 'council',
        type: 'payment',
        what: 'The last of 21 payments of Bradford in this month: £20,656.96 without VAT',
        url: `${SPEND}/bradford/2018-12_clean.csv`,
      },
      {
        date: '2019-12-02',
        lane: 'record',
        type: 'creditors_meeting',
        what: 'A meeting of its creditors is called in The Gazette',
        url: ARCHIVE,
      },
      {
        date: '2019-12-12',
        lane: 'council',
        type: 'payment',
        what: 'Bradford pays three more times: £1,567.23 without VAT',
        url: `${SPEND}/bradford/2019-12_clean.csv`,
      },
    ],
  },
  {
    id: 'allied_healthcare',
    firm: 'Allied Healthcare',
    councils: ['84 councils that the regulator wrote to'],
    outcome: 'failed',
    outcome_type: 'transfer or sale of all home-care contracts',
    outcome_date: '2018-11-30',
    story:
      'Home care for about 9,300 people. No source of ours read any of it: the councils heard from the regulator, 25 days before the money was certain to end.',
    became: 'All its home-care contracts were transferred or sold at the end of November 2018.',
    events: [
      {
        date: '2018-04',
        lane: 'told',
        type: 'cva',
        what: 'It announces the intention to seek an arrangement with its creditors',
        url: 'https://cqc.org.uk/news/stories/update-allied-healthcare',
      },
      {
        date: '2018-11-05',
        lane: 'told',
        type: 'regulator_notice',
        what: 'The Care Quality Commission writes to 84 councils: its funding is confirmed only to 30 November',
        url: 'https://cqc.org.uk/news/stories/update-allied-healthcare',
      },
      {
        date: '2018-11-19',
        lane: 'told',
        type: 'exit',
        what: 'It seeks to transfer or sell every home-care contract',
        url: 'https://lowdownnhs.info/private-providers/allied-healthcare-to-transfer-or-sell-all-home-care-contracts/',
      },
    ],
  },
  {
    id: 'mitie',
    firm: 'Mitie Group plc',
    councils: [],
    outcome: 'survived',
    story:
      'Three profit warnings in four months. Had press reports counted, councils would have been told for nine months of a firm that did not fail. Our sources read none of it, which proves nothing.',
    became: 'Survived.',
    events: [
      {
        date: '2016-09',
        lane: 'told',
        type: 'profit_warning',
        what: 'A first profit warning',
        url: MITIE_WARNS,
      },
      {
        date: '2016-10',
        lane: 'told',
        type: 'ceo_leaves',
        what: 'Its chief executive is to leave',
        url: MITIE_SELLS,
      },
      {
        date: '2016-11-21',
        lane: 'told',
        type: 'profit_warning',
        what: 'A second one: £128m written off, and it leaves home care',
        url: MITIE_WARNS,
      },
      {
        date: '2017-01',
        lane: 'told',
        type: 'profit_warning',
        what: 'A third one in four months; its finance director steps down',
        url: MITIE_SELLS,
      },
      {
        date: '2017-02',
        lane: 'told',
        type: 'disposal',
        what: 'Its home care is sold for £2',
        url: MITIE_SELLS,
      },
    ],
  },
];
