import { AlertView, DeliveryView, InformationToday, OpeningView, Playbook } from '@tocsin/alerting';
import {
  AlertStatus,
  Criticality,
  Evidence,
  ExposedContract,
  Finding,
  Money,
  MoneyByBasis,
  RiskLevel,
  Safeguards,
  Signal,
} from '@tocsin/domain';
import {
  ContractTotals,
  CouncilContract,
  CouncilCoverage,
  CouncilPaid,
  CoverageMeter,
  ExposureView,
  MonthCoverage,
  NamedSupplier,
} from '@tocsin/exposure';
import { AssessmentView } from '@tocsin/scoring';
import { z } from 'zod';
import { ActedView, DeedView } from '../deeds-view.ts';
import { Candidate, DecisionLine, WaitingName } from '../match-view.ts';
import { RegisterUploadView } from '../register-view.ts';
import { SourceView } from '../source-view.ts';
import { CouncilNamed } from './alerts.ts';
import { Problem } from './problem.ts';
import { RegisterLineView } from './register-line-view.ts';

/** What the description and the client call by a name of its own, wherever it is said. */
const named = {
  ActedView,
  AlertStatus,
  AlertView,
  AssessmentView,
  Candidate,
  ContractTotals,
  Council: CouncilNamed,
  CouncilContract,
  CouncilCoverage,
  CouncilPaid,
  CoverageMeter,
  Criticality,
  DecisionLine,
  DeedView,
  DeliveryView,
  Evidence,
  ExposedContract,
  ExposureView,
  Finding,
  InformationToday,
  Money,
  MoneyByBasis,
  MonthCoverage,
  NamedSupplier,
  OpeningView,
  Playbook,
  Problem,
  RegisterLineView,
  RegisterUploadView,
  RiskLevel,
  Safeguards,
  Signal,
  SourceView,
  WaitingName,
} as const;

export const schemaRegistry = z.registry<{ id: string }>();
for (const [id, schema] of Object.entries(named)) schemaRegistry.add(schema, { id });
