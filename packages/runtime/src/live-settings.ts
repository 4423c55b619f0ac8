import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';

type Values = Readonly<Record<string, string | undefined>>;

/**
 * Settings that may be entered while a process runs, such as a key: those of its environment, and over them whatever has
 * been written into the environment file, or taken out of it, since it began. A setting that is empty is not set.
 */
export function openLiveSettings(environment: Values, file: string): (name: string) => string | undefined {
  const atStart = valuesIn(file);
  return (name) => {
    const now = valuesIn(file)[name];
    return (now === atStart[name] ? environment[name] : now) || undefined;
  };
}

/** A file that is not there, as on a server, says nothing. */
function valuesIn(file: string): Values {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return {};
  }
  return parseEnv(text);
}
