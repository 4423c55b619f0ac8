import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { CouncilMap, councilMaps, draftMap, slugOf } from '@tocsin/sources';
import { saidOf, type SaidOptions } from './said-of-file.ts';

const FOLDER = fileURLToPath(new URL('../../../packages/sources/src/councils/', import.meta.url));

interface Options extends SaidOptions {
  readonly council?: string;
  readonly name?: string;
  readonly page?: string;
  readonly save?: boolean;
}

/**
 * `map-spend <file>`: prints a map for the layout of a file of payments or contracts as JSON on stdout, what is
 * doubtful about it and what may be of interest on stderr. With `--save` it is written where maps that everybody shares
 * stand: as the council's, or as one more layout of the one that it has.
 */
export async function mapSpendVerb(file: string, options: Options): Promise<void> {
  const { council = 'E00000000', name = 'Name of the council', page, save = false } = options;
  const body = await readFile(file);
  const own = councilMaps().find(({ gss }) => gss === council);
  const of = own ? { gss: own.gss, name: own.name } : { gss: council, name };
  const isSaid = options.council !== undefined;
  const said = await saidOf(options, { url: file, body });
  const { layout, doubts, remarks } = await draftMap(
    councilMaps(),
    { url: file, body, ...(isSaid && (own || options.name) ? { council: of } : {}) },
    said,
  );
  for (const { about, says } of doubts) process.stderr.write(`Check the ${about}: ${says}.\n`);
  for (const remark of remarks) process.stderr.write(`For your notice: ${remark}.\n`);
  const map = {
    ...(own ?? {
      gss: council,
      name,
      slug: slugOf(name),
      page: {
        url: page ?? 'https://council.example/spending',
        links: "a[href$='.csv' i], a[href$='.xlsx' i]",
      },
      cadence: 'monthly',
    }),
    layouts: [...(own?.layouts ?? []), ...(layout ? [layout] : [])],
  };
  if (save) await saveMap(map, doubts.length, own !== undefined || page !== undefined);
  else
    process.stderr.write(
      'With --council, --name, --page and --save it is written into packages/sources/src/councils; then try: npm run tocsin -- account-for <folder>\n',
    );
  process.stdout.write(`${JSON.stringify(map, null, 2)}\n`);
}

async function saveMap(map: unknown, doubts: number, isPlaced: boolean): Promise<void> {
  if (doubts > 0)
    throw new Error(
      'Nothing was saved: say first what is doubtful (--column, --kind, --dates, --as-drafted)',
    );
  if (!isPlaced)
    throw new Error('Nothing was saved: say on which page the council lists its files (--page <address>)');
  const read = CouncilMap.parse(map);
  const target = path.join(FOLDER, `${read.gss}-${read.slug}.json`);
  const isNew = !existsSync(target);
  await writeFile(target, `${JSON.stringify(map, null, 2)}\n`);
  process.stderr.write(
    `${isNew ? 'Saved' : 'Added the layout to'} ${path.relative(process.cwd(), target)}\n`,
  );
}
