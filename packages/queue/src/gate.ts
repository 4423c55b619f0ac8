type Task = () => Promise<void>;

/** Lets tasks run side by side, or one alone with nothing beside it. */
export interface Gate {
  beside(task: Task): Promise<void>;
  alone(task: Task): Promise<void>;
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
      await lone;
      const run = task();
      const settled = run.then(undefined, () => undefined);
      running.add(settled);
      void settled.then(() => running.delete(settled));
      await run;
    },
    async alone(task) {
      const turn = lone.then(() => Promise.all(running)).then(task);
      lone = turn.then(undefined, () => undefined);
      await turn;
    },
  };
}
