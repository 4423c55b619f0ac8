/** Whose data is shown, under which licence; in the footer of every page and in every export. */
export const attributions = [
  {
    text: 'Contains public sector information licensed under the Open Government Licence v3.0',
    detail: 'The Gazette, Contracts Finder, Find a Tender and councils’ published records.',
    url: 'https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/',
  },
  {
    text: 'Contains Companies House data',
    detail: 'Crown copyright and register data.',
    url: 'https://www.gov.uk/government/organisations/companies-house',
  },
  {
    text: 'Local authority names and codes by mySociety, licensed under CC BY 4.0',
    detail: 'Names and codes as published, matched to buyers by us.',
    url: 'https://creativecommons.org/licenses/by/4.0/',
  },
] as const;

/** The same in one line. */
export const attributionLine = attributions.map((one) => `${one.text} (${one.url})`).join('; ');
