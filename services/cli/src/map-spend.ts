import { readFile } from 'node:fs/promises';
import { councilMaps, draftMap } from '@tocsin/sources';

/**
 * `map-spend <file>`: prints a map for the layout of a file of payments or contracts as JSON on stdout, what is
 * doubtful about it on stderr. A person checks every column, fills in the council and its page, and saves it as
 * `councils/<gss>-<slug>.json`, or adds the layout to the map that the council has.
 */
export async function mapSpendVerb(file: string): Promise<void> {
  const { layout, doubts } = await draftMap(councilMaps(), await readFile(file));
  const map = {
    gss: 'E00000000',
    name: 'Name of the council',
    slug: 'word-in-file-names',
    page: { url: 'https://council.example/spending', links: "a[href$='.csv' i], a[href$='.xlsx' i]" },
    cadence: 'monthly',
    layouts: [layout],
  };
  for (const doubt of doubts) process.stderr.write(`Check: ${doubt}.\n`);
  process.stderr.write(
    'Save it as packages/sources/src/councils/<gss>-<slug>.json, then try it with: npm run tocsin -- account-for <folder>\n',
  );
  process.stdout.write(`${JSON.stringify(map, null, 2)}\n`);
}
