/** Services of a council as the lead asks for them, each with what directorates and departments of it are printed as. */
const services: readonly (readonly [service: string, printed: RegExp])[] = [
  ['Public health', /public health|health protection|substance misuse/],
  ['Adult social care', /adult|asc\b|older people|learning disab|mental health|care act/],
  [
    'Children and education',
    /child|education|school|send\b|youth|early years|safeguarding|families|young people/,
  ],
  ['Housing', /housing|homeless|tenan|\bhra\b/],
  ['Highways and transport', /highway|transport|parking|traffic|roads|passenger/],
  ['Waste and environment', /waste|environment|street ?scene|recycl|clean|parks|grounds|climate|refuse/],
  ['Planning and economy', /planning|regenerat|econom|growth|development|building control|place\b/],
  ['Culture and leisure', /leisure|librar|culture|museum|sport|tourism|arts\b|heritage/],
  ['Technology', /\bict\b|\bit\b|digital|technology|information systems/],
  ['Property', /property|estates|facilities|assets|asset management|capital works/],
  [
    'Public protection',
    /trading standards|licensing|regulatory|coroner|registrar|emergency|community safety/,
  ],
  [
    'Corporate',
    /corporate|finance|resources|legal|democratic|human resources|procurement|chief exec|revenues|benefits|treasury|governance|customer/,
  ],
];

/** Every service that a department can be read as, in order. */
export const serviceWords: readonly string[] = services.map(([service]) => service).toSorted();

/** The service that a printed directorate or department is of; null where it says none that we know. */
export function serviceOf(department: string | null): string | null {
  const printed = (department ?? '').toLowerCase().replaceAll('&', ' and ');
  return services.find(([, words]) => words.test(printed))?.[0] ?? null;
}
