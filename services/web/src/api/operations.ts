import { getAlert, getOpeningReport, listAlerts } from './alerts.ts';
import { listAuditEntries } from './audit.ts';
import { getMatch, listMatches } from './names.ts';
import type { Operation } from './operation.ts';
import { getCoverage, getExposure, getRegister, listContracts, listReviews } from './our-council.ts';
import { streamPayments } from './payments.ts';
import {
  getNational,
  getSupplier,
  listCouncils,
  listSources,
  listSupplierHistory,
  supplierSearch,
} from './public-record.ts';

/** All that programs can ask for; who may ask for it stands in `route-roles.ts`. */
export const operations: readonly Operation[] = [
  listAlerts,
  getAlert,
  getOpeningReport,
  getExposure,
  listContracts,
  streamPayments,
  getCoverage,
  getRegister,
  listReviews,
  listMatches,
  getMatch,
  supplierSearch,
  getSupplier,
  listSupplierHistory,
  getNational,
  listCouncils,
  listSources,
  listAuditEntries,
];
