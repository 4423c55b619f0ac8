/** Where the files of a folder come from that no manifest there lists; facts of the READMEs of the collection. */
interface Origin {
  /** Beginning of the file's path in the collection; the first that fits holds. */
  readonly below: string;
  readonly repository: string;
  readonly commit: string;
  readonly licence: string;
  /** Where the publisher's own bytes lie, given the file's name; without it they were re-typed, cut or joined. */
  readonly published?: (name: string) => string;
}

const OGL = 'Open Government Licence v3.0';
const CFSERVER = { repository: 'apa999/CFServer1', commit: 'cfda786f8069d6df8a0d4e7b38beff81e3a36338' };
const CODE_LISTS = {
  repository: 'companieshouse/api-enumerations',
  commit: '5872d2cec71fc3ee72ddb08fb2da9fa9ca45b06f',
};
const READER = 'repository MIT';
const NOT_OF_ONE = { repository: '', commit: '' };

/** In the order in which they are tried; the last fits all. */
export const origins: readonly Origin[] = [
  {
    below: 'accounts/invalid/drkane_',
    repository: 'drkane/ixbrl-parse',
    commit: '81606ad541b31ab81364215adc17f3fccc5c8b00',
    licence: READER,
    published: (name) => `tests/test_accounts/${name.replace('drkane_', '')}`,
  },
  {
    below: 'accounts/invalid/kanedata_',
    repository: 'kanedata/ixbrl-parse',
    commit: 'dca5fe26197205d24bded7842804f57d65d44de1',
    licence: READER,
    published: (name) => `tests/test_accounts/${name.replace('kanedata_', '')}`,
  },
  {
    below: 'accounts/invalid/companieshouse_',
    repository: 'companieshouse/account-validator-api',
    commit: '76ed3c224457e0e295f2573b1ab9d83fa852b9d4',
    licence: READER,
    published: (name) => `src/test/resources/test_files/${name.replace('companieshouse_', '')}`,
  },
  {
    below: 'accounts/',
    repository: 'uktrade/stream-read-xbrl',
    commit: '32fb8f33b8ae06f4cbd51f64e1fa6cc8b86a6a9f',
    licence: READER,
  },
  {
    below: 'companies-house/enumerations/',
    ...CODE_LISTS,
    licence: 'none stated',
    published: (name) => name,
  },
  {
    below: 'companies-house/swagger/',
    repository: 'kevbite/CompaniesHouse.NET',
    commit: 'f80ca79743350d38d95fe1c3bcc4f2d87f4f15ce',
    licence: 'Crown',
  },
  {
    below: 'companies-house/real_responses/',
    repository: 'kaylum54/companies-house-screening-mcp',
    commit: '1629a071987de02d451c10fcc7e8fa77ce26ce93',
    licence: 'Crown; repository not seen',
  },
  {
    below: 'companies-house/',
    repository: 'mrbrianevans/ch-guide',
    commit: '4c495f5',
    licence: 'Crown; repository not seen',
  },
  {
    below: 'councils/',
    repository: 'mysociety/uk_local_authority_names_and_codes',
    commit: '67ef8b118938678401a452f4f19f669a7221cc73',
    licence: 'CC BY 4.0 (mySociety)',
  },
  {
    below: 'gazette/archive/',
    repository: 'aBoyNamedKerry/Insolvency',
    commit: '928c8150115211b0ce8630bbd7971c8f8dc71dd1',
    licence: OGL,
  },
  { below: 'gazette/', ...NOT_OF_ONE, licence: OGL },
  { below: 'ocds/contracts_finder/', ...CFSERVER, licence: OGL },
  {
    below: 'ocds/contracts_finder_csv/',
    repository: 'sfong8/bidstat_scrape',
    commit: '1fc40056bb815ff6de9776f9e359b0d2245b8539',
    licence: OGL,
  },
  { below: 'ocds/', ...NOT_OF_ONE, licence: OGL },
  { below: 'models/polish/', ...NOT_OF_ONE, licence: 'CC BY 4.0 as recalled' },
  { below: 'models/taiwan/', ...NOT_OF_ONE, licence: 'CC BY 4.0 as recalled' },
  { below: 'models/american/', ...NOT_OF_ONE, licence: 'CC BY 4.0' },
  { below: '', ...NOT_OF_ONE, licence: 'made with the collection, of public facts' },
];
