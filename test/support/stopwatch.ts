import { readFileSync } from 'node:fs';

/** Wall time, and processor time of this process and the server together, which a busy machine does not stretch. */
export interface Spent {
  readonly wall: number;
  readonly processor: number;
}

/** Starts measuring this process and the server that is the parent of its backends. */
export function stopwatch(serverPid: number): () => Spent {
  const server = serverSeconds(serverPid);
  const [wall, own] = [performance.now(), process.cpuUsage()];
  return () => {
    const { user, system } = process.cpuUsage(own);
    const seconds = (performance.now() - wall) / 1000;
    return { wall: seconds, processor: (user + system) / 1e6 + serverSeconds(serverPid) - server };
  };
}

/** Processor seconds of every live process of the server; only Linux tells. */
function serverSeconds(serverPid: number): number {
  let ticks = 0;
  for (const pid of readProc(`${serverPid}/task/${serverPid}/children`).trim().split(' ')) {
    const fields = readProc(`${pid}/stat`).split(') ').at(-1)?.split(' ') ?? [];
    ticks += Number(fields[11] ?? 0) + Number(fields[12] ?? 0);
  }
  return ticks / 100;
}

/** The process that started another one. */
export function parentOf(pid: number): number {
  return Number(readProc(`${pid}/stat`).split(') ').at(-1)?.split(' ')[1]);
}

function readProc(file: string): string {
  try {
    return readFileSync(`/proc/${file}`, 'utf8');
  } catch {
    return '';
  }
}
