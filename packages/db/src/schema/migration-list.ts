// Every migration, by the name of its file and in the order in which they run. Frozen once landed: a change is a new
// file, named by the minute in which it is made (YYYYMMDDHHMM-…), and one more line at the end.
export * as '2026-11-22-1-public-record' from './migrations/2026-11-22-1-public-record.ts';
export * as '2026-11-22-2-risk' from './migrations/2026-11-22-2-risk.ts';
export * as '2026-11-22-3-private' from './migrations/2026-11-22-3-private.ts';
export * as '2026-11-22-4-outbox-audit' from './migrations/2026-11-22-4-outbox-audit.ts';
export * as '2026-11-22-5-roles' from './migrations/2026-11-22-5-roles.ts';
export * as '2026-11-22-6-register' from './migrations/2026-11-22-6-register.ts';
export * as '2026-11-22-7-national-release' from './migrations/2026-11-22-7-national-release.ts';
export * as '2026-11-22-8-uncertain-deliveries' from './migrations/2026-11-22-8-uncertain-deliveries.ts';
export * as '2026-11-22-9-audit-order' from './migrations/2026-11-22-9-audit-order.ts';
export * as '2026-11-22-9-register-sic' from './migrations/2026-11-22-9-register-sic.ts';
export * as '2026-11-22-9-spend-file' from './migrations/2026-11-22-9-spend-file.ts';
export * as '2026-11-22-9-spend-keys' from './migrations/2026-11-22-9-spend-keys.ts';
export * as '2026-11-22-91-spend-bulk' from './migrations/2026-11-22-91-spend-bulk.ts';
export * as '2026-11-22-92-decisions' from './migrations/2026-11-22-92-decisions.ts';
export * as '2026-11-22-93-buyers' from './migrations/2026-11-22-93-buyers.ts';
export * as '2026-11-22-93-exposure' from './migrations/2026-11-22-93-exposure.ts';
export * as '2026-11-22-93-successors' from './migrations/2026-11-22-93-successors.ts';
export * as '2026-11-22-94-register-block' from './migrations/2026-11-22-94-register-block.ts';
export * as '2026-11-22-94-withdrawal' from './migrations/2026-11-22-94-withdrawal.ts';
export * as '2026-11-22-95-lifted' from './migrations/2026-11-22-95-lifted.ts';
export * as '2026-11-22-96-council-code' from './migrations/2026-11-22-96-council-code.ts';
export * as '2026-11-26-95-packed-bodies' from './migrations/2026-11-26-95-packed-bodies.ts';
export * as '2026-11-26-96-council-coverage' from './migrations/2026-11-26-96-council-coverage.ts';
export * as '202611281422-performance' from './migrations/202611281422-performance.ts';
export * as '202611281440-table-rows' from './migrations/202611281440-table-rows.ts';
export * as '202611281830-spend-editions' from './migrations/202611281830-spend-editions.ts';
