type Task<T> = () => Promise<T>;

/** Lets tasks run side by side, or one alone with nothing beside it. */
export interface Gate {
  beside<T>(task: Task<T>): Promise<T>;
  alone<T>(task: Task<T>): Promise<T>;
}

/**
 * A reader-writer lock within one process: a message under suspicion of killing its process runs alone, so that no
 * innocent one is blamed for its crash.
 */
export function openGate(): Gate {
  const running = new Set<Promise<void>>();
  let lone: Promise<void> = Promise.resolve();
  return {
    async beside(task) {
      let waited: Promise<void> | undefined;
      while (waited !== lone) {
        waited = lone;
        await waited;
      }
      const run = task();
      const settled = settle(run);
      running.add(settled);
      void settled.then(() => running.delete(settled));
      return run;
    },
    async alone(task) {
      const turn = lone.then(() => Promise.all(running)).then(task);
      lone = settle(turn);
      return turn;
    },
  };
}

async function settle(run: Promise<unknown>): Promise<void> {
  await run.catch(() => undefined);
}
