import { expect, test } from 'vitest';
import { kindOfPrint } from './print-kind.ts';

test.each([
  ['Example Care Ltd', 'legal form'],
  ['Example Law LLP', 'llp'],
  ['Example Hospice CIO', 'cio'],
  ['Registered Charity of Example', 'cio'],
  ['Example Industrial and Provident', 'society'],
  ['Example GmbH', 'overseas'],
  ['Example Care', 'no form'],
  ['Example Care Limite', 'cut form'],
  ['Example Care Ltd Sales Ledger', 'after the form'],
  ['Example Care Ltd T/A Sunny House', 'trading name'],
  ['Sunny House T/A Example Care Ltd', 'trading name'],
  ['Example Care Ltd (formerly Sample Ltd)', 'former name'],
  ['Example Care Homes (ECH)', 'bracket'],
  ['Sunny House (Example Care Ltd)', 'bracket'],
  ['Example Care Homes re Sunny House', 're or via'],
  ['Sunny House via Example Care Ltd', 're or via'],
  ['Example Care C/O Sunny House', 're or via'],
  ['Example Finance re Sample Ltd', 'two firms'],
  ['Example Care Ltd & Sample Ltd', 'two firms'],
  ['Example Care Ltd (In Liquidation)', 'state'],
  ['Example Borough Council', 'public body'],
  ['Mr J Example', 'person'],
  ['REDACTED PERSONAL DATA', 'person'],
])('%s is of the kind “%s”', (name, kind) => {
  expect(kindOfPrint(name)).toBe(kind);
});
