/** A name as printed, and what the register holds that looks like it: somebody else, or one too many. */
export interface LookAlikePair {
  readonly what: string;
  readonly printed: string;
  readonly registered: readonly {
    readonly name: string;
    readonly status?: string;
    readonly previousNames?: readonly string[];
  }[];
}

const starts = ['North', 'Ash', 'Calder', 'Wharfe', 'Kestrel', 'Heron', 'Millstone', 'Oak', 'Thorn', 'Hazel'];
const ends = ['field', 'grove', 'brook', 'mere', 'wick', 'combe'];
const trades = [
  'Care',
  'Fostering Services',
  'Building Supplies',
  'Coaches',
  'Learning',
  'Facilities Management',
  'Catering',
  'Highways',
  'Housing Support',
];

const kinds: readonly ((name: string) => LookAlikePair)[] = [
  (name) => pair('the same name twice', `${name} Ltd`, `${name} Limited`, `${name} Ltd`),
  (name) => ({
    what: 'a dissolved twin',
    printed: `${name} Limited`,
    registered: [{ name: `${name} Limited`, status: 'Dissolved' }, { name: `${name} Limited` }],
  }),
  (name) => pair('an LLP for a company', `${name} Ltd`, `${name} LLP`),
  (name) => pair('a company for an LLP', `${name} LLP`, `${name} Limited`),
  (name) => pair('company and LLP, no form printed', name, `${name} Limited`, `${name} LLP`),
  (name) => pair('the group parents', `${name} Ltd`, `${name} Group Limited`, `${name} Holdings Limited`),
  (name) => pair('the group parent, no form printed', name, `${name} Group Limited`),
  (name) =>
    pair('the subsidiaries of a group', `${name} Group Ltd`, `${name} Limited`, `${name} (UK) Limited`),
  (name) => pair('a sister elsewhere', `${name} (North) Ltd`, `${name} (South) Limited`, `${name} Limited`),
  (name) => pair('a numbered sister', `${name} (No 1) Ltd`, `${name} (No 2) Limited`, `${name} Limited`),
  (name) => pair('a letter more', `${name} Ltd`, `${name}s Limited`),
  (name) => ({
    what: 'a former name that another bears today',
    printed: `${name} Ltd`,
    registered: [
      {
        name: `Wholly Unlike ${name.length}${name.charCodeAt(0)} Limited`,
        previousNames: [`${name} Limited`],
      },
      { name: `${name} Limited` },
    ],
  }),
];

function pair(what: string, printed: string, ...names: readonly string[]): LookAlikePair {
  return { what, printed, registered: names.map((name) => ({ name })) };
}

/** Made-up names, each once, so that no pair stands in another's way. */
export const madeUpNames: readonly string[] = starts.flatMap((start) =>
  ends.flatMap((end) => trades.map((trade) => `${start}${end} ${trade}`)),
);

/** Pairs that no name alone can tell, one a name, every way in turn. */
export function lookAlikePairs(names: readonly string[]): readonly LookAlikePair[] {
  return names.flatMap((name, at) => kinds[at % kinds.length]?.(name) ?? []);
}
