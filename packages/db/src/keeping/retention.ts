/** How long rows stay, as the nightly housekeeping obeys it and as the documents about data protection print it. */
export const retention = {
  /** From the end of the contract, else the last payment seen, else the day of the alert itself; longer for a deed. */
  alerts: { years: 6, yearsOfDeed: 12 },
  audit: { years: 7 },
  /** After an alarm ended. */
  alarms: { years: 1 },
  addresses: { months: 13 },
  drafts: { days: 30 },
  /** A council's list of suppliers is forgotten after so long, and swept every ten minutes. */
  lists: { minutes: 45 },
  sessions: { days: 90 },
  logs: { days: 90 },
  /** After a message between services, or a trouble with an item of a source, was finished. */
  finished: { days: 30 },
  /** After a document was fetched that nothing cites. */
  documents: { days: 30 },
} as const;

/** Until when rows of a table stay, in words; what has no period of its own goes with what it belongs to. */
export const periods = {
  alerts: `${retention.alerts.years} years (${retention.alerts.yearsOfDeed} where a contract is a deed) after the end of the contract, else after the last payment seen, else after the day of the alert`,
  addresses: `as the alert that it tells; where it was sent stands for ${retention.addresses.months} months, then only that it was sent`,
  audit: `${retention.audit.years} years; then the last hash stands in for what was dropped`,
  drafts: `${retention.drafts.days} days after it was handed in, or until it is saved or dropped`,
  lists: 'within the hour after it was handed in, or until it is dropped',
  sessions: `${retention.sessions.days} days after it ended`,
  expiry: 'until it no longer works',
  year: `${retention.alarms.years} year after it ended`,
  finished: `${retention.finished.days} days after it was finished; what waits for a person stays`,
  cited: `as long as something that is stored rests on it; else ${retention.documents.days} days`,
  record: 'as long as the public record serves the warning; corrected where it is wrong',
  newest: 'until the next one takes its place',
  council: 'until the council changes it or takes it back, or leaves and has it erased',
  installation: 'as long as the installation stands',
} as const;
export type Period = keyof typeof periods;
