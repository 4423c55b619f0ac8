import { readFileSync } from 'node:fs';

// The README's own steps to a first alert, word for word.
const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const steps = /## Your own first alert\n([\s\S]*?)\n## /.exec(readme)?.[1] ?? '';

/** What stands between the fences of one kind. */
export function block(kind: string): string {
  const found = new RegExp(`\`\`\`${kind}\\n([\\s\\S]*?)\`\`\``).exec(steps)?.[1];
  if (found === undefined) throw new Error(`the README shows no ${kind}`);
  return found.replaceAll(/^ {3}/gm, '');
}

/** The verbs that the steps name, in their order. */
export function verbs(): readonly (readonly string[])[] {
  return [...steps.matchAll(/`npm run tocsin -- ([^`]+)`/g)]
    .map(([, line]) => (line ?? '').split(' '))
    .filter((words) => words.length > 1);
}
