/** What the system says by code where it will not do something, as a person reads it: what is so, and what to do. */
const KNOWN: Readonly<Record<string, string>> = {
  ENOSPC: 'The disk is full: nothing more could be written{at}. Make space, then run it again.',
  EDQUOT: 'The disk quota is used up: nothing more could be written{at}. Make space, then run it again.',
  EFBIG: 'A file has reached the largest size that is allowed here{at}: nothing more could be written to it.',
  EROFS: 'The disk can only be read: nothing could be written{at}.',
  EIO: 'The disk or terminal answered with an error{at}. Look after it, then run it again.',
  EACCES: 'This user may not do that{at}: change who owns it, or run it as another user.',
  53100: 'The disk of the database is full: what was not finished is undone. Make space, then run it again.',
};

/** An error as a person is told of it: its own words, or what it means where it is only a code of the system. */
export function inPlainWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const at = 'path' in error && typeof error.path === 'string' ? ` at ${error.path}` : '';
  return KNOWN[code]?.replace('{at}', at) ?? error.message;
}
