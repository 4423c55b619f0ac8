import type { Reason, ReviewTold, Route } from '@tocsin/alerting';
import type { ExerciseView, QuarterRelease } from '@tocsin/exposure';
import type { DecisionReason, Verdict } from '@tocsin/matching';
import type { ColumnType, Generated, GeneratedAlways, JSONColumnType, Selectable } from 'kysely';
import type {
  Award,
  ContractNotices,
  CoverageBuckets,
  EndedEvent,
  ExposedContract,
  Exposure,
  Finding,
  ForeignSum,
  FormalEvent,
  KeyScope,
  LookAnswer,
  MailWay,
  Money,
  MoneyByBasis,
  Observation,
  PersonRole,
  PostedWay,
  RiskBand,
  RiskLevel,
} from '@tocsin/domain';

/** ISO instants and dates travel as strings; money is numeric(15,0) read as a safe integer of pence. */
type Instant = ColumnType<string, string, string>;
type DefaultedInstant = ColumnType<string, string | undefined, string>;
type Json<T> = ColumnType<T, string, string>;
type DefaultedJson<T> = ColumnType<T, string | undefined, string>;
/** Counted over all councils: rows are put in order by it, and nobody selects or writes it. */
type Counted = ColumnType<never, never, never>;

interface CouncilTable {
  gss: string;
  name: string;
  type: string;
  region: string | null;
  county_gss: string | null;
  starts_on: string | null;
  ends_on: string | null;
  replaced_by: Generated<string[]>;
  alt_names: Generated<string[]>;
  direction_on: ColumnType<string | null, string | null | undefined, string | null>;
  la_code: ColumnType<string | null, string | null | undefined, string | null>;
}
interface CouncilCodeTable {
  former: string;
  gss: string;
  rekeyed_at: DefaultedInstant;
}
interface TenantTable {
  id: string;
  name: string;
  issuer: string;
  is_national: Generated<boolean>;
  added_at: DefaultedInstant;
}
interface TenantCouncilTable {
  tenant_id: string;
  council: string;
}
interface PersonTable {
  id: Generated<string>;
  nth: Counted;
  way: SignInWay;
  name: string;
  address: string | null;
  tenant_id: string | null;
  object_id: string | null;
  first_at: Instant;
}
interface MembershipTable {
  id: Generated<string>;
  nth: Counted;
  person_id: string;
  council: string | null;
  roles: PersonRole[];
  since: Instant;
  ended_at: Instant | null;
}
interface InvitationTable {
  id: Generated<string>;
  nth: Counted;
  council: string | null;
  address: string;
  roles: PersonRole[];
  way: SignInWay;
  token_hash: string;
  invited_by: string;
  invited_at: Instant;
  expires_at: Instant;
  accepted_at: Instant | null;
  accepted_by: string | null;
  withdrawn_at: Instant | null;
}
interface SessionTable {
  id: Generated<string>;
  nth: Counted;
  id_hash: string;
  person_id: string;
  council: string | null;
  chosen: Generated<boolean>;
  browser: string;
  started_at: Instant;
  seen_at: Instant;
  ends_at: Instant;
  ended_at: Instant | null;
}
interface SignInLinkTable {
  id: Generated<string>;
  address: string;
  token_hash: string;
  browser_hash: string;
  asked_at: Instant;
  expires_at: Instant;
  used_at: Instant | null;
}
interface ApiKeyTable {
  id: Generated<string>;
  nth: Counted;
  council: string;
  name: string;
  key_hash: string;
  scopes: KeyScope[];
  made_by: string;
  made_at: Instant;
  expires_at: Instant;
  revoked_at: Instant | null;
  used_at: Instant | null;
}
interface CouncilSignInTable {
  council: string;
  links_allowed: boolean;
}
interface SourceStateTable {
  source_id: string;
  cursor: Json<unknown> | null;
  last_started_at: Instant | null;
  last_good_at: Instant | null;
  last_error: string | null;
  last_error_at: Instant | null;
  note: string | null;
}
interface SourceTroubleTable {
  source_id: string;
  item: string;
  reason: string;
  hides: boolean;
  tries: number;
  first_at: Instant;
  last_at: Instant;
  next_at: Instant | null;
  settled_at: Instant | null;
}
interface SourceRunTable {
  id: Generated<string>;
  source_id: string;
  trigger: string;
  started_at: Instant;
  finished_at: Instant | null;
  outcome: Generated<string>;
  report: Json<IngestReport> | null;
  error: string | null;
}
interface DocumentTable {
  id: Generated<string>;
  source_id: string;
  sha256: string;
  url: string;
  content_type: string | null;
  retrieved_at: Instant;
  body: Buffer;
  packing: Generated<'none' | 'gzip'>;
  kept: Generated<'whole' | 'members' | 'nothing'>;
  status: Generated<number>;
  run_id: ColumnType<string | null, string | null | undefined, string | null>;
}
interface WithdrawalTable {
  source_id: string;
  ref: string;
  version: string;
  published_at: Instant;
  observed_at: Instant;
  document_id: string;
  url: string;
  /** The decision by which it was taken back here, with its words; null where its publisher took it back. */
  contest: ColumnType<string | null, string | null | undefined, never>;
  wrong: ColumnType<string | null, string | null | undefined, never>;
  should_read: ColumnType<string | null, string | null | undefined, never>;
}
export interface ContestTable {
  id: Generated<string>;
  nth: Counted;
  /** Null = somebody of the national body. */
  council: string | null;
  supplier_id: string;
  alert_id: ColumnType<string | null, string | null | undefined, never>;
  source_id: ColumnType<string | null, string | null | undefined, never>;
  ref: ColumnType<string | null, string | null | undefined, never>;
  version: ColumnType<string | null, string | null | undefined, never>;
  /** The line of the council's own register that is contested. */
  register_line: ColumnType<string | null, string | null | undefined, never>;
  fact: string;
  url: string | null;
  claim: string;
  evidence: string;
  by_whom: string;
  form: string | null;
  at: DefaultedInstant;
  checked_at: ColumnType<string | null, undefined, string>;
  found: ColumnType<'same' | 'differs' | 'not-in-it' | 'not-kept' | null, undefined, string>;
  decided_at: ColumnType<string | null, undefined, string>;
  decided_by: ColumnType<string | null, undefined, string>;
  verdict: ColumnType<'upheld' | 'rejected' | null, undefined, string>;
  wrong: ColumnType<string | null, undefined, string | null>;
  should_read: ColumnType<string | null, undefined, string | null>;
  reason: ColumnType<string | null, undefined, string>;
  applied_at: ColumnType<string | null, undefined, string>;
  told_at: ColumnType<string | null, undefined, string>;
}
interface SupplierTable {
  id: Generated<string>;
  nth: Counted;
  name: string;
  status: string | null;
  postcode: string | null;
  previous_names: Generated<string[]>;
  watched: Generated<boolean>;
  supplies_publicly: Generated<boolean>;
  public_since: Instant | null;
  followed: Generated<boolean>;
  created_at: DefaultedInstant;
}
interface SupplierRefTable {
  scheme: string;
  ref: string;
  supplier_id: string;
  since: ColumnType<string | null, string | null | undefined>;
  kept_as: GeneratedAlways<string>;
}
export type MentionOutcome = 'waiting' | 'matched' | 'ambiguous' | 'none' | 'not-a-company';
interface MentionTable {
  id: Generated<string>;
  nth: Counted;
  name: string;
  printed_ref: string | null;
  scheme: string | null;
  ref: string | null;
  postcode: string | null;
  outcome: Generated<MentionOutcome>;
  supplier_id: string | null;
  reason: string | null;
  score: number | null;
  candidates: Generated<string[]>;
  decided_by: string | null;
  decided_at: Instant | null;
}
interface NoticeTieTable {
  mention_id: string;
  supplier_id: string;
  reason: string;
}
interface ObservationTable {
  id: Generated<string>;
  source_id: string;
  ref: string;
  version: string;
  kind: string;
  /** Null where the publisher gives no day of the event. */
  occurred_on: string | null;
  published_at: Instant;
  observed_at: Instant;
  document_id: string;
  mention_id: string | null;
  url: string;
  quote: string | null;
  content: Json<Observation['content']>;
  parent_number: Generated<string | null>;
}
interface LookTable {
  mention_id: string;
  topic: string;
  source_id: string;
  first_at: Instant;
  last_at: Instant;
}
interface LookAnswerTable {
  mention_id: string;
  topic: string;
  source_id: string;
  answer: LookAnswer;
  first_at: Instant;
  last_at: Instant;
}
/** Follows `look_answer` by itself. */
interface LookStandingTable {
  mention_id: string;
  proceedings: Instant | null;
  first_asked: Instant | null;
  lists: Instant | null;
  profile: Instant | null;
  elsewhere: Instant | null;
  event: Instant | null;
}
interface AwardTable {
  id: Generated<string>;
  ocid: string;
  award_id: string;
  source_id: string;
  title: string | null;
  value_pence: number | null;
  vat: Money['vat'] | null;
  gross_pence: number | null;
  awarded_on: string | null;
  starts_on: string | null;
  ends_on: string | null;
  agreement: Award['agreement'];
  status: Award['status'];
  cpv: string | null;
  regime: Award['regime'];
  url: string;
  published_at: Instant;
  updated_at: Instant;
  extends_to: string | null;
  printed_id: Generated<string | null>;
  folded: Generated<string | null>;
  foreign_value: ColumnType<ForeignSum | null, string | null | undefined, string | null>;
  value_doubt: Generated<string | null>;
  performance: ColumnType<ContractNotices | null, string | null | undefined, string | null>;
}
interface PaymentsNoticeTable {
  council: string;
  notice_id: string;
  published_at: Instant;
  url: string;
}
interface AwardBuyerTable {
  award_id: string;
  name: string;
  council: string | null;
}
interface AwardSupplierTable {
  award_id: string;
  mention_id: string;
}
interface AwardSubcontractorTable {
  award_id: string;
  mention_id: string;
}
interface PaymentTable {
  document_id: string;
  row: number;
  council: string;
  mention_id: string | null;
  paid_on: string;
  amount_pence: number;
  vat: Money['vat'];
  department: string | null;
  purpose: string | null;
  category: string | null;
  transaction_ref: string | null;
  payee: Generated<'named' | 'individual' | 'redacted' | 'unnamed'>;
  dated: Generated<'day' | 'month' | 'quarter' | 'file'>;
}
interface SpendFileTable {
  document_id: string;
  council: string;
  series: string;
  records: number;
  payments: number;
  redacted: number;
  refused: number;
  first_paid_on: string | null;
  last_paid_on: string | null;
  loaded_at: DefaultedInstant;
  replaced_by: string | null;
  covers: Generated<string>;
  in_force: Generated<string>;
  is_of: ColumnType<string | null, string | null | undefined, string | null>;
  months: Generated<number>;
  revised: Generated<boolean>;
  revision: Generated<number>;
  called: ColumnType<string | null, string | null | undefined, string | null>;
}
interface TableEditionTable {
  source_id: string;
  version: string;
  issued: string;
  document_id: string;
  rows: number;
  changed: number;
  loaded_at: DefaultedInstant;
}
interface TableRowTable {
  source_id: string;
  row_id: string;
  hash: Uint8Array;
  row: Json<unknown>;
}
interface CouncilCoverageTable {
  council: string;
  as_of: string;
  counted_at: DefaultedInstant;
  spent_from: string | null;
  spent_to: string | null;
  spend: Json<CoverageBuckets>;
  contracts: Json<CoverageBuckets>;
  months_read: ColumnType<number | null, number | null | undefined, number | null>;
}
interface SectorContractTable {
  council: string;
  supplier_id: string;
  ref: string;
  category: string | null;
  ends_on: string | null;
  vat: Money['vat'] | null;
  left_pence: number | null;
  is_shared: boolean;
  is_framework: boolean;
}
interface SectorSpendTable {
  council: string;
  supplier_id: string;
  service: string;
  vat: Money['vat'];
  pence: number;
}
interface SectorMonthTable {
  council: string;
  supplier_id: string;
  month: string;
  vat: Money['vat'];
  pence: number;
}
interface SettingTable {
  key: string;
  value: Json<unknown>;
}
interface FactSetTable {
  facts_hash: string;
  facts: Json<unknown>;
}
interface AssessmentTable {
  id: Generated<string>;
  supplier_id: string;
  model_version: string;
  as_of: string;
  facts_hash: string;
  previous_id: string | null;
  previous_band: RiskBand | null;
  band: RiskBand;
  own_band: RiskBand;
  score: number;
  raw_score: number;
  coverage: number;
  findings: JSONColumnType<Finding[]>;
  formal_events: JSONColumnType<FormalEvent[]>;
  endings: ColumnType<EndedEvent[], string | undefined, string>;
  episode: Generated<number>;
  review_on: string | null;
  replayed: Generated<boolean>;
  lifted_to: RiskBand | null;
  assessed_at: DefaultedInstant;
}
interface CurrentAssessmentTable {
  supplier_id: string;
  assessment_id: string;
  band: RiskBand;
  score: number;
  as_of: string;
  review_on: string | null;
}
interface NationalPrivateTable {
  as_of: string;
  dimension: string;
  member: string;
  band: RiskBand;
  councils: number;
  contracts: number | null;
  net_pence: number | null;
  released_on: ColumnType<string | null, string | null | undefined, string | null>;
}
interface DiagnosticLevelTable {
  council: string;
  year: number;
  code: string;
  level: string;
  loaded_at: DefaultedInstant;
}
interface NationalDiagnosticTable {
  as_of: string;
  released_on: string;
  year: number;
  label: string[];
  councils: number;
}
interface SavedQueryTable {
  name: string;
  query: string;
  by_whom: string;
  at: DefaultedInstant;
}
interface RegisterUploadTable {
  id: Generated<string>;
  nth: Counted;
  council: string;
  file_name: string;
  sha256: string;
  line_count: number;
  uploaded_by: string;
  uploaded_at: DefaultedInstant;
  matched_at: Instant | null;
  undone_at: Instant | null;
  waits: Generated<boolean>;
  put_aside_at: Instant | null;
  replaces: string | null;
  columns: Json<RegisterColumns> | null;
}
/** What a council says that the headings of its file mean: heading → our column, or null to leave it out. */
export type RegisterColumns = Readonly<Record<string, string | null>>;
interface RegisterDraftTable {
  council: string;
  file_name: string;
  sha256: string;
  body: Buffer;
  columns: Json<RegisterColumns> | null;
  uploaded_by: string;
  uploaded_at: DefaultedInstant;
  sheet: string | null;
  header_row: number | null;
}
interface ExerciseTable {
  id: Generated<string>;
  nth: Counted;
  council: string;
  seen: Json<ExerciseView>;
  by_whom: string;
  at: Generated<string>;
  form: string | null;
}
interface ExerciseReadTable {
  exercise_id: string;
  council: string;
  by_whom: string;
  at: Generated<string>;
}
interface SectorExerciseTable {
  id: Generated<string>;
  nth: Counted;
  seen: Json<ExerciseView>;
  by_whom: string;
  at: Generated<string>;
  form: string | null;
}
interface SupplierListTable {
  id: Generated<string>;
  council: string;
  file_name: string;
  headings: Json<readonly string[]>;
  bank: Json<readonly string[]>;
  has_vendors: boolean;
  row_count: number;
  uploaded_by: string;
  uploaded_at: DefaultedInstant;
  checked_at: Instant | null;
}
interface SupplierListRowTable {
  list_id: string;
  council: string;
  row: number;
  cells: Json<readonly string[]>;
  vendor: string | null;
  name: string;
  printed_ref: string | null;
  ref: string | null;
  postcode: string | null;
  kind: string;
  outcome: string;
  company_number: string | null;
  reason: string | null;
  same_as: number | null;
}
interface VendorTable {
  council: string;
  number: string;
  name: string;
  company_number: string | null;
  outcome: string;
  reason: string | null;
  listed_at: DefaultedInstant;
}
interface MatchDecisionTable {
  id: Generated<string>;
  nth: Counted;
  council: string;
  mention_id: string | null;
  printed_text: string | null;
  undoes: string | null;
  verdict: Verdict | null;
  company_number: string | null;
  reason: DecisionReason | null;
  note: string | null;
  by_whom: string;
  at: DefaultedInstant;
}
interface SharedDecisionTable {
  id: string;
  nth: Counted;
  mention_id: string;
  council: string;
  undoes: string | null;
  verdict: Verdict | null;
  company_number: string | null;
  reason: DecisionReason | null;
  at: Instant;
}
interface RegisterLineTable {
  id: Generated<string>;
  nth: Counted;
  upload_id: string;
  council: string;
  row: number;
  supplier_name: string;
  printed_ref: string | null;
  scheme: string | null;
  ref: string | null;
  supplier_id: string | null;
  match_outcome: Generated<MentionOutcome>;
  match_reason: string | null;
  title: string;
  value_pence: number | null;
  vat: Generated<Money['vat']>;
  starts_on: string | null;
  ends_on: string | null;
  criticality: Generated<ExposedContract['criticality']>;
  owner: string | null;
  service: string | null;
  regime: Generated<Award['regime']>;
  details: DefaultedJson<Readonly<Record<string, unknown>>>;
  reference: string | null;
  category: string | null;
  unread: DefaultedJson<Readonly<Record<string, string>>>;
}
interface AllocationTable {
  id: Generated<string>;
  nth: Counted;
  council: string;
  contract_ref: string;
  successor: string;
  reason: string;
  allocated_by: string;
  allocated_at: DefaultedInstant;
  undone_by: string | null;
  undone_reason: string | null;
  undone_at: Instant | null;
}
interface RecipientTable {
  id: Generated<string>;
  nth: Counted;
  council: string;
  address: string;
  role: string;
  channel: Generated<string>;
  levels: string[];
  active: Generated<boolean>;
}
interface TellingRuleTable {
  council: string;
  lines: DefaultedJson<Readonly<Record<string, unknown>>>;
  inbox: string | null;
  head_of_procurement: string | null;
  /** By which way its mails are sent. */
  mail_by: Generated<MailWay>;
}
interface EndpointTable {
  id: Generated<string>;
  nth: Counted;
  council: string;
  channel: PostedWay;
  name: string;
  url: string;
  /** Whose it is; null of one of the council. */
  person_id: ColumnType<string | null, string | null | undefined, string | null>;
  levels: ColumnType<string[], string[] | undefined, string[]>;
  /** Of the secret by which a webhook is signed; the one before counts for a day. */
  secret_version: Generated<number>;
  rotated_at: ColumnType<string | null, string | null | undefined, string | null>;
  made_by: string;
  made_at: Instant;
  removed_at: ColumnType<string | null, string | null | undefined, string | null>;
  /** Somebody asked for what did not arrive since then to be sent again. */
  missed_since: ColumnType<string | null, string | null | undefined, string | null>;
}
interface CalendarAddressTable {
  id: Generated<string>;
  nth: Counted;
  council: string;
  person_id: string;
  token_hash: string;
  made_at: Instant;
  revoked_at: ColumnType<string | null, string | null | undefined, string | null>;
  used_at: ColumnType<string | null, string | null | undefined, string | null>;
}
interface NotifyReceiptTable {
  id: Generated<string>;
  reference: string;
  status: string;
  received_at: Instant;
}
interface ResponsibleTable {
  council: string;
  /** What `printed` is: the owner of a contract, or a service. */
  of: 'owner' | 'service';
  printed: string;
  person_id: string;
}
interface SubscriptionTable {
  council: string;
  person_id: string;
  chosen: Json<Readonly<Record<string, unknown>>>;
}
interface TellingTable {
  alert_id: string;
  council: string;
  channel: string;
  address: string;
  person_id: string | null;
  how: Route['how'];
  due_at: Instant;
  reason: Json<Reason>;
  /** The digest in which it was told. */
  letter_id: string | null;
}
interface ReviewTable {
  id: Generated<string>;
  nth: Counted;
  council: string;
  /** By what the contract is known from one register to the next. */
  contract: string;
  title: string;
  kind: string;
  cause: string;
  about: string | null;
  reviewed_on: string;
  next_on: string | null;
  note: string | null;
  by_whom: string;
  at: Generated<string>;
  form: string | null;
}
interface ReviewTellingTable {
  council: string;
  contract: string;
  cause: string;
  channel: string;
  address: string;
  person_id: string | null;
  due_at: Instant;
  reason: Json<Reason>;
  said: Json<ReviewTold>;
  /** The digest in which it was told. */
  letter_id: string | null;
}
interface AlertTable {
  id: Generated<string>;
  nth: Counted;
  council: string;
  supplier_id: string;
  assessment_id: string;
  cause: string;
  kind: string;
  title: string;
  from_band: RiskBand | null;
  to_band: RiskBand;
  event_day: string | null;
  published_on: string | null;
  seen_at: Instant | null;
  from_level: ColumnType<RiskLevel | null, RiskLevel | null | undefined, RiskLevel | null>;
  to_level: ColumnType<RiskLevel | null, RiskLevel | null | undefined, RiskLevel | null>;
  level_because: ColumnType<string | null, string | null | undefined, string | null>;
  status: Generated<'raised' | 'acknowledged' | 'assigned' | 'dismissed' | 'superseded'>;
  owner: string | null;
  as_of: string;
  exposure: JSONColumnType<Exposure>;
  replayed: Generated<boolean>;
  raised_at: DefaultedInstant;
  told_with: string | null;
  letter_id: ColumnType<string | null, string | null | undefined, string | null>;
  /** When the next in line is told unless somebody acknowledges it. */
  acknowledge_by: ColumnType<string | null, string | null | undefined, string | null>;
  escalated: Generated<number>;
  snoozed_until: ColumnType<string | null, string | null | undefined, string | null>;
  /** The alert with which its thread of mails begins; null where that is itself. */
  thread_id: ColumnType<string | null, string | null | undefined, string | null>;
}
interface LetterTable {
  id: Generated<string>;
  nth: Counted;
  council: string;
  kind: 'opening' | 'catch-up' | 'digest' | 'assigned' | 'notice';
  /** Of a letter to one person: to whom it goes, and when; of a digest the morning of which it is. */
  channel: ColumnType<string | null, string | null | undefined, string | null>;
  address: ColumnType<string | null, string | null | undefined, string | null>;
  due_at: ColumnType<string | null, string | null | undefined, string | null>;
  begun_at: DefaultedInstant;
  last_document: Generated<string>;
  silent: Generated<boolean>;
  sent_at: Instant | null;
  said: Json<unknown> | null;
  /** The deed by which an alert was given to somebody, of a letter that says so. */
  deed_id: ColumnType<string | null, string | null | undefined, never>;
}
interface AdjournmentTable {
  id: Generated<string>;
  nth: Counted;
  council: string;
  supplier_id: string;
  cause: string;
  hearing_on: string;
  evidence: string;
  by_whom: string;
  recorded_at: DefaultedInstant;
}
interface AlertActionTable {
  id: Generated<string>;
  nth: Counted;
  alert_id: string;
  council: string;
  action: string;
  by_whom: string;
  /** Of rows from before what was done had words of its own kind. */
  note: ColumnType<string | null, string | null | undefined, never>;
  at: DefaultedInstant;
  said: ColumnType<unknown, string | null | undefined, never>;
  form: ColumnType<string | null, string | null | undefined, never>;
  told_at: ColumnType<string | null, string | null | undefined, string | null>;
}
interface DeliveryTable {
  id: Generated<string>;
  nth: Counted;
  /** What it tells: one alert, or one letter. */
  alert_id: ColumnType<string | null, string | null | undefined, string | null>;
  letter_id: ColumnType<string | null, string | null | undefined, string | null>;
  council: string;
  channel: string;
  recipient: string;
  status: Generated<
    'created' | 'sending' | 'delivered' | 'temporary-failure' | 'permanent-failure' | 'technical-failure'
  >;
  tries: Generated<number>;
  uncertain: Generated<number>;
  last_error: string | null;
  created_at: DefaultedInstant;
  updated_at: DefaultedInstant;
  /** Where it was last to be sent, as its channel names hosts. */
  host: string | null;
  /** The message by which it is being sent, and until when that is to be believed. */
  sending_by: string | null;
  sending_until: Instant | null;
  /** When it is tried again, at the latest. */
  next_try_at: Instant | null;
  /** When it is given up: set by the first try that fails. */
  give_up_at: Instant | null;
  /** Stands in the return path of its mail. */
  return_code: Generated<string | null>;
  /** The code in `last_error`, without words of others. Written by a trigger. */
  reason_code: Generated<string | null>;
}
interface ReturnedMailTable {
  id: Generated<string>;
  nth: Counted;
  council: string;
  delivery_id: string;
  kind: 'hard' | 'soft' | 'complaint';
  /** The enhanced status code, such as `5.1.1`. */
  status: string | null;
  said: string;
  sha256: string;
  received_at: Instant;
}
interface StoppedAddressTable {
  council: string;
  channel: string;
  address: string;
  stopped_at: Instant;
  because: string;
}
interface ProviderTroubleTable {
  host: string;
  /** Messages that failed in a row. */
  failures: Generated<number>;
  failing_since: Instant | null;
  /** When one message may be tried; null while it fails too seldom to be left alone. */
  probe_at: Instant | null;
  /** Since when it takes long to answer. */
  slow_since: Instant | null;
}
interface OutboxTable {
  id: Generated<string>;
  queue: string;
  key: string | null;
  message: Json<unknown>;
  priority: Generated<number>;
  created_at: DefaultedInstant;
  available_at: DefaultedInstant;
  sent_at: Instant | null;
  sends: Generated<number>;
  starts: Generated<number>;
  failures: Generated<number>;
  lease_until: Instant | null;
  last_error: string | null;
  done_at: Instant | null;
  dead_at: Instant | null;
  dead_reason: string | null;
}
interface AlarmTable {
  id: Generated<string>;
  cause: string;
  subject: string;
  says: string;
  found_at: Instant;
  opened_at: Instant | null;
  clear_since: Instant | null;
  ended_at: ColumnType<string | null, string | null | undefined, string | null>;
  told_at: ColumnType<string | null, string | null | undefined, string | null>;
  end_told_at: ColumnType<string | null, string | null | undefined, string | null>;
}
interface CanaryRoundTable {
  hour: Instant;
  recorded_at: Instant;
  matched_at: Instant | null;
  assessed_at: Instant | null;
  raised_at: Instant | null;
  arrived_at: Instant | null;
}
interface RetryTable {
  id: Generated<string>;
  queue: string;
  reason: string;
  asked_at: DefaultedInstant;
  done_at: ColumnType<string | null, undefined, string>;
  messages: ColumnType<number | null, undefined, number>;
}
/** Kysely's own list of what ran. */
interface MigrationTable {
  name: string;
  timestamp: string;
}
interface PutAsideTable {
  message_id: string;
  queue: string;
  reason: string;
  at: DefaultedInstant;
}
export type HoldKind = 'information-request' | 'dispute';
interface HoldTable {
  id: Generated<string>;
  nth: Counted;
  council: string;
  kind: HoldKind;
  reference: string;
  supplier_id: string | null;
  by_whom: string;
  at: DefaultedInstant;
  released_at: ColumnType<string | null, undefined, string>;
  released_by: ColumnType<string | null, undefined, string>;
}
interface AuditTable {
  id: Generated<string>;
  at: DefaultedInstant;
  council: string | null;
  actor: string;
  action: string;
  subject: string;
  detail: DefaultedJson<unknown>;
  previous_hash: string | null;
  hash: Generated<string>;
}

interface AuditNameTable {
  id: Generated<string>;
  nth: Counted;
  council: string;
  words: string;
}
interface AuditCheckpointTable {
  council: string | null;
  last_id: string;
  hash: Generated<string>;
  entries: Generated<string>;
  until: ColumnType<string, undefined, never>;
  left_at: DefaultedInstant;
}

interface NationalReleaseTable {
  only_one: Generated<boolean>;
  release: Json<unknown>;
}
interface PrivateReleaseTable {
  quarter_end: string;
  released_on: string;
  release: Json<QuarterRelease>;
}
interface LedgerMonthTable {
  month: string;
  as_of: string;
  sealed_at: Instant;
  leaves: number;
  root: string;
  previous: string;
  hash: string;
  signature: string;
  public_key: string;
  opened_at: Instant | null;
}
interface LedgerLeafTable {
  month: string;
  nth: number;
  number: string;
  level: string;
  raw_score: number;
  model: string;
  rests: string;
  left_net: number;
  left_gross: number;
  left_unknown: number;
  paid_net: number;
  paid_gross: number;
  paid_unknown: number;
  nonce: string;
}
interface LedgerKeyTable {
  only_one: Generated<boolean>;
  private_key: string;
}
interface RegisterCompanyTable {
  number: string;
  name: string;
  previous_names: Generated<string[]>;
  postcode: string | null;
  status: string | null;
  sic_codes: Generated<string[]>;
  incorporated_on: ColumnType<string | null, string | null | undefined, string | null>;
}
interface RegisterWordTable {
  word: string;
  companies: number;
}
interface RegisterBlockTable {
  key: number;
  number: string;
}

/** What became of the documents of one run: items = recorded + duplicates + Σ ignored + refused, always. */
export interface IngestReport {
  readonly source: string;
  readonly documents: number;
  readonly items: number;
  readonly observations: number;
  readonly recorded: number;
  readonly duplicates: number;
  readonly ignored: Readonly<Record<string, number>>;
  readonly refused: readonly { readonly document: string; readonly item: string; readonly reason: string }[];
  /** What is to be said of records that were taken, by the words of it; not there where nothing is. */
  readonly notes?: Readonly<Record<string, number>>;
  /** Items that were recorded and that a person should look at; not there where none. */
  readonly doubts?: IngestReport['refused'];
  /** Lines of spending that do not count because a newer publication has the same days; not there where none. */
  readonly replaced?: readonly ReplacedLines[];
  /** Items of a run that could not be had or read, and are tried again. */
  readonly troubles?: number;
  /** True where at the end of the run a list or a span of time was not read: it was no look at everybody. */
  readonly incomplete?: boolean;
}

/** Lines of one file that another one publishes again. */
export interface ReplacedLines {
  /** The file whose lines were taken out, and the one whose lines count. */
  readonly document: string;
  readonly by: string;
  readonly from: string;
  readonly to: string;
  readonly lines: number;
  readonly pence: number;
}

/** How a person shows who she is: by the directory of her organisation, or by a link that is mailed to her. */
export type SignInWay = 'directory' | 'link';

export interface Database {
  council: CouncilTable;
  council_code: CouncilCodeTable;
  source_state: SourceStateTable;
  source_run: SourceRunTable;
  source_trouble: SourceTroubleTable;
  document: DocumentTable;
  supplier: SupplierTable;
  supplier_ref: SupplierRefTable;
  mention: MentionTable;
  notice_tie: NoticeTieTable;
  observation: ObservationTable;
  withdrawal: WithdrawalTable;
  contest: ContestTable;
  look: LookTable;
  look_answer: LookAnswerTable;
  look_standing: LookStandingTable;
  award: AwardTable;
  award_buyer: AwardBuyerTable;
  payments_notice: PaymentsNoticeTable;
  award_supplier: AwardSupplierTable;
  award_subcontractor: AwardSubcontractorTable;
  payment: PaymentTable;
  spend_file: SpendFileTable;
  table_edition: TableEditionTable;
  table_row: TableRowTable;
  council_coverage: CouncilCoverageTable;
  sector_contract: SectorContractTable;
  sector_spend: SectorSpendTable;
  sector_month: SectorMonthTable;
  setting: SettingTable;
  fact_set: FactSetTable;
  assessment: AssessmentTable;
  current_assessment: CurrentAssessmentTable;
  national_private: NationalPrivateTable;
  saved_query: SavedQueryTable;
  diagnostic_level: DiagnosticLevelTable;
  national_diagnostic: NationalDiagnosticTable;
  register_upload: RegisterUploadTable;
  register_line: RegisterLineTable;
  register_draft: RegisterDraftTable;
  supplier_list: SupplierListTable;
  supplier_list_row: SupplierListRowTable;
  vendor: VendorTable;
  spend_layout: SpendLayoutTable;
  own_spend_file: OwnSpendFileTable;
  own_payee: OwnPayeeTable;
  own_payment: OwnPaymentTable;
  match_decision: MatchDecisionTable;
  shared_decision: SharedDecisionTable;
  allocation: AllocationTable;
  recipient: RecipientTable;
  telling_rule: TellingRuleTable;
  responsible: ResponsibleTable;
  subscription: SubscriptionTable;
  telling: TellingTable;
  review: ReviewTable;
  exercise: ExerciseTable;
  exercise_read: ExerciseReadTable;
  sector_exercise: SectorExerciseTable;
  review_telling: ReviewTellingTable;
  alert: AlertTable;
  alert_action: AlertActionTable;
  adjournment: AdjournmentTable;
  letter: LetterTable;
  delivery: DeliveryTable;
  returned_mail: ReturnedMailTable;
  stopped_address: StoppedAddressTable;
  endpoint: EndpointTable;
  calendar_address: CalendarAddressTable;
  notify_receipt: NotifyReceiptTable;
  provider_trouble: ProviderTroubleTable;
  outbox: OutboxTable;
  put_aside: PutAsideTable;
  retry: RetryTable;
  alarm: AlarmTable;
  canary_round: CanaryRoundTable;
  kysely_migration: MigrationTable;
  hold: HoldTable;
  audit: AuditTable;
  audit_name: AuditNameTable;
  audit_checkpoint: AuditCheckpointTable;
  national_release: NationalReleaseTable;
  private_release: PrivateReleaseTable;
  ledger_month: LedgerMonthTable;
  ledger_leaf: LedgerLeafTable;
  ledger_key: LedgerKeyTable;
  register_company: RegisterCompanyTable;
  register_block: RegisterBlockTable;
  register_word: RegisterWordTable;
  tenant: TenantTable;
  tenant_council: TenantCouncilTable;
  person: PersonTable;
  membership: MembershipTable;
  invitation: InvitationTable;
  session: SessionTable;
  sign_in_link: SignInLinkTable;
  api_key: ApiKeyTable;
  council_sign_in: CouncilSignInTable;
}

export type Council = Selectable<CouncilTable>;
export type Assessment = Selectable<AssessmentTable>;
export type AlertRow = Selectable<AlertTable>;
export type Delivery = Selectable<DeliveryTable>;
export type Mention = Selectable<MentionTable>;
interface SpendLayoutTable {
  id: Generated<string>;
  council: string;
  signature: string;
  layout: Json<unknown>;
  said_by: string;
  said_at: DefaultedInstant;
}
/** How a spending file that a council handed in was read. */
export interface OwnSpendCounts {
  readonly payments: number;
  /** Of all bases together; what is shown of it is `sums`. */
  readonly pence: number;
  /** In each VAT basis; missing where a file was read without it. */
  readonly sums?: MoneyByBasis;
  /** Payments whose payee is withheld or missing. */
  readonly withheld: number;
  /** Payments to people; missing where a file was read without them being counted. */
  readonly people?: number;
  readonly ignored: number;
  readonly refused: number;
  readonly reasons: readonly { readonly row: number; readonly reason: string }[];
  /** Payments dated after the day on which it was taken in, and the first of their lines; missing where there is none. */
  readonly ahead?: { readonly payments: number; readonly pence: number; readonly rows: readonly number[] };
  /** The file's name calls it a correction; missing where it does not. */
  readonly revised?: true;
  /** The number of the edition that its name says, in hundredths; missing where it says none. */
  readonly revision?: number;
}
interface OwnSpendFileTable {
  id: Generated<string>;
  council: string;
  file_name: string;
  sha256: string;
  body: Buffer | null;
  page_url: string | null;
  said: DefaultedJson<unknown>;
  state: Generated<'draft' | 'waits' | 'taken' | 'refused' | 'undone'>;
  uploaded_by: string;
  uploaded_at: DefaultedInstant;
  settled_at: ColumnType<string | null, string | null | undefined, string | null>;
  reason: ColumnType<string | null, string | null | undefined, string | null>;
  series: ColumnType<string | null, string | null | undefined, string | null>;
  counts: ColumnType<OwnSpendCounts | null, string | null | undefined, string | null>;
  first_paid_on: ColumnType<string | null, string | null | undefined, string | null>;
  last_paid_on: ColumnType<string | null, string | null | undefined, string | null>;
  covers: Generated<string>;
  is_of: ColumnType<string | null, string | null | undefined, string | null>;
}
interface OwnPayeeTable {
  id: Generated<string>;
  council: string;
  file_id: string;
  name: string;
  printed_ref: string | null;
  scheme: string | null;
  ref: string | null;
  postcode: string | null;
  match_outcome: Generated<'waiting' | 'matched' | 'none' | 'ambiguous' | 'not-a-company'>;
  supplier_id: string | null;
  match_reason: string | null;
}
interface OwnPaymentTable {
  file_id: string;
  row: number;
  council: string;
  payee_id: string | null;
  payee: 'named' | 'individual' | 'redacted' | 'unnamed';
  paid_on: string;
  dated: string;
  amount_pence: number;
  vat: 'net' | 'gross' | 'unknown';
  department: string | null;
  purpose: string | null;
  category: string | null;
  transaction_ref: string | null;
  counts: Generated<boolean>;
}
export type RegisterLineRow = Selectable<RegisterLineTable>;
export type OutboxRow = Selectable<OutboxTable>;

/**
 * Tables whose rows belong to one council: each has FORCE row-level security and the two policies. A test compares
 * this list with the catalogue; every other table that carries a council is listed as public beside it.
 */
export const privateTables = [
  'register_upload',
  'register_line',
  'register_draft',
  'supplier_list',
  'supplier_list_row',
  'vendor',
  'spend_layout',
  'own_spend_file',
  'own_payee',
  'own_payment',
  'match_decision',
  'allocation',
  'recipient',
  'telling_rule',
  'responsible',
  'subscription',
  'telling',
  'diagnostic_level',
  'exercise',
  'exercise_read',
  'review',
  'review_telling',
  'alert',
  'alert_action',
  'adjournment',
  'contest',
  'letter',
  'delivery',
  'returned_mail',
  'stopped_address',
  'endpoint',
  'calendar_address',
  'hold',
  'audit',
  'audit_name',
  'audit_checkpoint',
  'tenant_council',
  'membership',
  'invitation',
  'session',
  'api_key',
  'council_sign_in',
] as const satisfies readonly (keyof Database)[];

/**
 * Tables that tell of suppliers: a signed-in person sees the rows of those that a published contract or payment names, that
 * stand in the register of her council, or of which it was told; the national role those of the first. What publishers say
 * to everybody, unasked, is open to all.
 */
export const supplierTables = [
  'supplier',
  'supplier_ref',
  'mention',
  'notice_tie',
  'observation',
  'withdrawal',
  'look',
  'look_answer',
  'look_standing',
  'fact_set',
  'assessment',
  'current_assessment',
  'source_trouble',
] as const satisfies readonly (keyof Database)[];

/**
 * What is counted over all councils, besides `nth`, and would tell each of them how much is written for others: no answer,
 * no mail and no export says it.
 */
export const countedInside = {
  alert: ['assessment_id'],
  assessment: ['id'],
  audit: ['id'],
  audit_checkpoint: ['last_id'],
  delivery: ['sending_by'],
  letter: ['last_document'],
  observation: ['id'],
} as const satisfies { readonly [table in keyof Database]?: readonly (keyof Database[table])[] };

/** Whom a council's pages name: a signed-in person sees those who are or were of her council. */
export const tablesOfPeople = ['person'] as const satisfies readonly (keyof Database)[];

/** All that `tocsin_sign_in` reaches, which asks who somebody is before a council is chosen. */
export const signInTables = [
  'council',
  'tenant',
  'tenant_council',
  'person',
  'membership',
  'invitation',
  'session',
  'sign_in_link',
  'api_key',
  'council_sign_in',
  'calendar_address',
  'audit',
  'audit_checkpoint',
] as const satisfies readonly (keyof Database)[];

/** Tables of which nobody but the workers sees the rows of the canary. */
export const tablesWithoutCanary = ['council'] as const satisfies readonly (keyof Database)[];

/** Tables that name a council and are open to all: what councils publish, or decide about what they published. */
export const publicCouncilTables = [
  'award_buyer',
  'payment',
  'spend_file',
  'council_coverage',
  'sector_contract',
  'sector_spend',
  'sector_month',
  'shared_decision',
  'council_code',
  'payments_notice',
] as const satisfies readonly (keyof Database)[];

/**
 * All that the session of a signed-in person may write, by table. Never the number of a row: asking whether one is taken
 * would tell of others.
 */
export const writtenByWeb: Readonly<Partial<Record<keyof Database, WrittenByWeb>>> = {
  register_upload: {
    insert: [
      'council',
      'file_name',
      'sha256',
      'line_count',
      'uploaded_by',
      'columns',
      'replaces',
      'undone_at',
      'waits',
    ],
    update: ['undone_at', 'waits'],
  },
  register_line: {
    insert: [
      'upload_id',
      'council',
      'row',
      'supplier_name',
      'printed_ref',
      'scheme',
      'ref',
      'title',
      'value_pence',
      'vat',
      'starts_on',
      'ends_on',
      'criticality',
      'owner',
      'service',
      'regime',
      'details',
      'reference',
      'category',
      'unread',
    ],
  },
  supplier_list: {
    insert: ['council', 'file_name', 'headings', 'bank', 'has_vendors', 'row_count', 'uploaded_by'],
    delete: true,
  },
  supplier_list_row: {
    insert: [
      'list_id',
      'council',
      'row',
      'cells',
      'vendor',
      'name',
      'printed_ref',
      'ref',
      'postcode',
      'kind',
      'outcome',
    ],
  },
  own_spend_file: {
    insert: ['council', 'file_name', 'sha256', 'body', 'page_url', 'said', 'uploaded_by'],
    update: ['said', 'page_url', 'state', 'body', 'settled_at'],
    delete: true,
  },
  register_draft: {
    insert: [
      'council',
      'file_name',
      'sha256',
      'body',
      'columns',
      'uploaded_by',
      'uploaded_at',
      'sheet',
      'header_row',
    ],
    update: [
      'council',
      'file_name',
      'sha256',
      'body',
      'columns',
      'uploaded_by',
      'uploaded_at',
      'sheet',
      'header_row',
    ],
    delete: true,
  },
  match_decision: {
    insert: [
      'council',
      'mention_id',
      'printed_text',
      'undoes',
      'verdict',
      'company_number',
      'reason',
      'note',
      'by_whom',
    ],
  },
  allocation: {
    insert: ['council', 'contract_ref', 'successor', 'reason', 'allocated_by'],
    update: ['undone_by', 'undone_reason', 'undone_at'],
  },
  adjournment: { insert: ['council', 'supplier_id', 'cause', 'hearing_on', 'evidence', 'by_whom'] },
  recipient: {
    insert: ['council', 'address', 'role', 'channel', 'levels', 'active'],
    update: ['role', 'levels', 'active'],
  },
  telling_rule: {
    insert: ['council', 'lines', 'inbox', 'head_of_procurement', 'mail_by'],
    update: ['lines', 'inbox', 'head_of_procurement', 'mail_by'],
  },
  responsible: { insert: ['council', 'of', 'printed', 'person_id'], update: ['person_id'], delete: true },
  subscription: { insert: ['council', 'person_id', 'chosen'], update: ['chosen'] },
  alert: { update: ['status', 'owner', 'snoozed_until'] },
  alert_action: { insert: ['alert_id', 'council', 'action', 'by_whom', 'note', 'said', 'form'] },
  contest: {
    insert: [
      'council',
      'supplier_id',
      'alert_id',
      'source_id',
      'ref',
      'version',
      'register_line',
      'fact',
      'url',
      'claim',
      'evidence',
      'by_whom',
      'form',
    ],
    update: ['decided_at', 'decided_by', 'verdict', 'wrong', 'should_read', 'reason'],
  },
  letter: { insert: ['council', 'kind', 'last_document', 'channel', 'address', 'said'] },
  stopped_address: { delete: true },
  endpoint: {
    insert: ['council', 'channel', 'name', 'url', 'person_id', 'levels', 'made_by', 'made_at'],
    update: ['url', 'levels', 'secret_version', 'rotated_at', 'removed_at', 'missed_since'],
  },
  review: {
    insert: [
      'council',
      'contract',
      'title',
      'kind',
      'cause',
      'about',
      'reviewed_on',
      'next_on',
      'note',
      'by_whom',
      'form',
    ],
  },
  exercise: { insert: ['council', 'seen', 'by_whom', 'form'] },
  exercise_read: { insert: ['exercise_id', 'council', 'by_whom'] },
  sector_exercise: { insert: ['seen', 'by_whom', 'form'] },
  saved_query: { insert: ['name', 'query', 'by_whom'], update: ['query', 'by_whom', 'at'], delete: true },
  calendar_address: { insert: ['council', 'person_id', 'token_hash', 'made_at'], update: ['revoked_at'] },
  notify_receipt: { insert: ['reference', 'status', 'received_at'] },
  hold: {
    insert: ['council', 'kind', 'reference', 'supplier_id', 'by_whom'],
    update: ['released_at', 'released_by'],
  },
  audit: { insert: ['council', 'actor', 'action', 'subject', 'detail'] },
  audit_name: { insert: ['council', 'words'] },
  outbox: { insert: ['queue', 'message', 'priority', 'available_at'] },
  membership: { update: ['roles', 'ended_at'] },
  invitation: {
    insert: ['council', 'address', 'roles', 'way', 'token_hash', 'invited_by', 'invited_at', 'expires_at'],
    update: ['withdrawn_at'],
  },
  session: { update: ['ended_at'] },
  api_key: {
    insert: ['council', 'name', 'key_hash', 'scopes', 'made_by', 'made_at', 'expires_at'],
    update: ['revoked_at'],
  },
  council_sign_in: { insert: ['council', 'links_allowed'], update: ['links_allowed'] },
};

interface WrittenByWeb {
  readonly insert?: readonly string[];
  readonly update?: readonly string[];
  readonly delete?: true;
}

/** All that `tocsin_operator` reads: moments, counts and codes; and of what people contest what they wrote to the operator. */
export const readByOperator = {
  outbox: [
    'id',
    'queue',
    'priority',
    'created_at',
    'available_at',
    'sent_at',
    'sends',
    'starts',
    'failures',
    'lease_until',
    'last_error',
    'done_at',
    'dead_at',
    'dead_reason',
  ],
  source_run: ['id', 'source_id', 'trigger', 'started_at', 'finished_at', 'outcome'],
  source_trouble: ['source_id', 'hides', 'tries', 'first_at', 'last_at', 'next_at', 'settled_at'],
  provider_trouble: ['failures', 'failing_since', 'probe_at', 'slow_since'],
  source_state: ['source_id', 'last_started_at', 'last_good_at', 'last_error_at'],
  delivery: [
    'channel',
    'status',
    'reason_code',
    'tries',
    'created_at',
    'updated_at',
    'next_try_at',
    'sending_until',
  ],
  alarm: [
    'id',
    'cause',
    'subject',
    'says',
    'found_at',
    'opened_at',
    'clear_since',
    'ended_at',
    'told_at',
    'end_told_at',
  ],
  canary_round: ['hour', 'recorded_at', 'matched_at', 'assessed_at', 'raised_at', 'arrived_at'],
  retry: ['id', 'queue', 'reason', 'asked_at', 'done_at', 'messages'],
  kysely_migration: ['name'],
  contest: [
    'id',
    'nth',
    'supplier_id',
    'alert_id',
    'source_id',
    'ref',
    'version',
    'register_line',
    'fact',
    'url',
    'claim',
    'evidence',
    'at',
    'checked_at',
    'found',
    'decided_at',
    'verdict',
    'wrong',
    'should_read',
    'reason',
    'applied_at',
    'told_at',
  ],
  audit: ['id', 'council', 'hash'],
  audit_checkpoint: ['council', 'hash'],
} as const satisfies { readonly [T in keyof Database]?: readonly (keyof Database[T])[] };

/**
 * All that `tocsin_operator` writes: what the operator decides and wants sent again, and what somebody of the national body
 * contests.
 */
export const writtenByOperator = [
  ...[
    'supplier_id',
    'source_id',
    'ref',
    'version',
    'fact',
    'url',
    'claim',
    'evidence',
    'by_whom',
    'form',
  ].map((column) => `contest insert ${column}`),
  ...['decided_at', 'decided_by', 'verdict', 'wrong', 'should_read', 'reason'].map(
    (column) => `contest update ${column}`,
  ),
  ...['council', 'actor', 'action', 'subject', 'detail'].map((column) => `audit insert ${column}`),
  ...['queue', 'reason'].map((column) => `retry insert ${column}`),
];

/** Tables that the session of a signed-in person does not even read. */
export const closedToWeb = [
  'outbox',
  'national_release',
  'national_private',
  'private_release',
  'ledger_key',
  'sign_in_link',
  'notify_receipt',
] as const satisfies readonly (keyof Database)[];

/**
 * Functions that run as the owner of the database, since making tables anew needs it, and so does forgetting what the
 * sample and the canary said. They take no argument, name no private table and find names in `public` only.
 */
export const ownerFunctions = [
  'register_begin_load',
  'register_put_in_place',
  'sample_forget_documents',
  'canary_forget',
] as const;
