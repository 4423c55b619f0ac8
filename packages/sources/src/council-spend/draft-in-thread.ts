import { readInThread } from '../reading-thread.ts';
import type { DraftTold } from '../readings.ts';
import type { DraftMap, SaidOfFile, ToDraft } from './draft.ts';
import type { CouncilMap } from './map.ts';

/** As `draftMap`, in the reading thread, so that nobody else waits for it. */
export async function draftInThread(
  maps: readonly CouncilMap[],
  { body, ...file }: ToDraft,
  said: SaidOfFile = {},
): Promise<DraftMap> {
  const told: DraftTold = { maps, file, said };
  let draft: DraftMap | undefined;
  for await (const piece of readInThread('draft', body, told)) draft = piece as DraftMap;
  if (!draft) throw new Error('a file was not drafted');
  return draft;
}
