import { chmodSync, existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A folder for servers that a test starts and kills itself; Postgres enters it as nobody when we are root. */
export function serverFolder(): { readonly folder: string; readonly remove: () => void } {
  const folder = mkdtempSync(path.join(tmpdir(), 'tocsin-fault-'));
  chmodSync(folder, 0o711);
  const data = path.join(folder, 'postgres');
  return {
    folder,
    remove() {
      // The data may stand elsewhere, with a link to it here.
      if (existsSync(data)) rmSync(realpathSync(data), { recursive: true, force: true });
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
