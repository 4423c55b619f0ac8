import { ourCouncil } from './pages-world.ts';

/** What is drawn by lot or hashed in an answer, so that an example of it is the same each time that it is taken. */
const drawn: readonly (readonly [RegExp, string])[] = [
  [/\b\d{13,16}\b/g, '1234567890123456'],
  [/\b[0-9a-f]{64}\b/g, '9'.repeat(64)],
  [/\b(?!2026-03-02)\d{4}-\d\d-\d\dT[\d:.]+Z/g, '2026-03-02T12:00:00.000Z'],
  // What a made-up supplier has with a real council is no example.
  [new RegExp(ourCouncil.name, 'g'), 'Example City Council'],
  [new RegExp(ourCouncil.gss, 'g'), 'E08000999'],
];

/** An answer as an example of its kind: of each list one member, and nothing that was drawn by lot. */
export function exampleOf(answer: unknown): unknown {
  const text = JSON.stringify(shortened(answer));
  return JSON.parse(drawn.reduce((said, [pattern, instead]) => said.replaceAll(pattern, instead), text));
}

function shortened(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 1).map(shortened);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, shortened(member)]));
}
