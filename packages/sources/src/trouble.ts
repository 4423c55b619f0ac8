import { Refuse, Retry } from '@tocsin/runtime';
import { UnreadableDocument, type Settled, type Step, type Trouble, type Troubled } from './define-source.ts';

/**
 * What a publisher, or the weather, does to one item while it is asked for is that item's trouble and stops nothing. What
 * keeps everything else from being asked for too (a publisher that wants to be left alone) is passed on.
 */
export async function* asItem<T>(
  item: string,
  asking: AsyncGenerator<T, void>,
  { hides = false }: Pick<Trouble, 'hides'> = {},
): AsyncGenerator<T | Troubled, void> {
  try {
    yield* asking;
  } catch (error) {
    if ((error instanceof Retry || error instanceof Refuse) && error.isForAll) throw error;
    if (!(error instanceof Retry || error instanceof Refuse || error instanceof UnreadableDocument))
      throw error;
    const notBefore = error instanceof Retry ? error.notBefore : null;
    yield {
      trouble: {
        item,
        reason: error.message,
        ...(hides ? { hides } : {}),
        ...(notBefore === null ? {} : { notBefore: new Date(notBefore).toISOString() }),
      },
    };
  }
}

/** The same steps, the last of which brings a source to `cursor`: what went before counts only with it. */
export async function* reaching<Cursor>(
  steps: AsyncIterable<Step>,
  cursor: () => Cursor,
): AsyncGenerator<Step<Cursor>, void> {
  let last: Step | null = null;
  for await (const step of steps) {
    if (last) yield last;
    last = step;
  }
  if (last) yield isSettled(last) ? last : { ...last, cursor: cursor() };
}

function isSettled<Cursor>(step: Step<Cursor>): step is Settled {
  return 'settled' in step;
}
