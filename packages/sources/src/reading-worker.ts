import { parentPort } from 'node:worker_threads';
import { UnreadableDocument } from './define-source.ts';
import type { ReadingRequest } from './reading-thread.ts';
import { threadReadings } from './readings.ts';

/** The thread in which files are read: one request at a time, each answer piece by piece, the next when asked for. */
const port = parentPort;
if (!port) throw new Error('this runs as a worker thread');

port.on('message', (message: ReadingRequest | 'next') => {
  if (message === 'next') return;
  void answer(message);
});

async function answer({ reading, bytes, told }: ReadingRequest): Promise<void> {
  try {
    for await (const piece of threadReadings[reading](bytes, told)) await hand(piece);
    port?.postMessage({ done: true });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    port?.postMessage(error instanceof UnreadableDocument ? { refused: message } : { failed: message });
  }
}

/** Waits until the piece was taken: the other side takes one in a turn of its loop, never a thousand. */
function hand(piece: unknown): Promise<void> {
  return new Promise((resolve) => {
    port?.once('message', () => resolve());
    port?.postMessage({ piece });
  });
}
