/** So wide are lines that the formatter leaves as they are. */
export const WIDTH = 110;

/**
 * A plain value as TypeScript source, laid out as the formatter wants it, so that generated modules can be compared
 * byte by byte. `column` is where the value starts on its line.
 */
export function literal(value: unknown, indent = 0, column = indent): string {
  const flat = flatLiteral(value);
  if (flat !== null && column + flat.length + 1 <= WIDTH) return flat;
  const pad = ' '.repeat(indent + 2);
  if (Array.isArray(value)) {
    const items = value.map((item) => `${pad}${literal(item, indent + 2)},\n`);
    return `[\n${items.join('')}${' '.repeat(indent)}]`;
  }
  if (typeof value !== 'object' || value === null) return primitive(value);
  const fields = Object.entries(value).map(([key, item]) => {
    const broken =
      typeof item === 'string' && pad.length + named(key).length + 2 + primitive(item).length + 1 > WIDTH;
    return broken
      ? `${pad}${named(key)}:\n${pad}  ${primitive(item)},\n`
      : `${pad}${named(key)}: ${literal(item, indent + 2, pad.length + named(key).length + 2)},\n`;
  });
  return `{\n${fields.join('')}${' '.repeat(indent)}}`;
}

/** On one line, where the formatter would leave it there: no list of several objects, no object within an object. */
function flatLiteral(value: unknown): string | null {
  if (Array.isArray(value)) {
    if (value.length > 1 && value.some((item) => typeof item === 'object')) return null;
    const items = value.map(flatLiteral);
    return items.includes(null) ? null : `[${items.join(', ')}]`;
  }
  if (typeof value !== 'object' || value === null) return primitive(value);
  const entries = Object.entries(value);
  if (entries.some(([, item]) => typeof item === 'object' && item !== null)) return null;
  return `{ ${entries.map(([key, item]) => `${named(key)}: ${primitive(item)}`).join(', ')} }`;
}

/** Quoted only where it must be. */
function named(key: string): string {
  return /^[A-Za-z_]\w*$/.test(key) ? key : `'${key}'`;
}

function primitive(value: unknown): string {
  if (typeof value !== 'string') return String(value);
  const quote = value.includes("'") && !value.includes('"') ? '"' : "'";
  return `${quote}${value.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`)}${quote}`;
}
