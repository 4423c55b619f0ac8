import { defineConfig } from 'vitest/config';
import config from '../../../vitest.config.ts';

/** What `npm test` runs after its checks. */
const RUN = ['unit', 'recorded', 'architecture', 'integration', 'e2e'];

const { projects = [], ...common } = config.test ?? {};
const parts = projects.flatMap((project) => {
  const part = typeof project === 'object' && 'test' in project ? project.test : undefined;
  return part && typeof part.name === 'string' && RUN.includes(part.name) ? [part] : [];
});

/**
 * The same tests as one project: a worker reads the modules again for each project, and ends each with idle processors.
 */
export default defineConfig({
  test: {
    ...common,
    include: parts.flatMap(({ include = [] }) => include),
    globalSetup: [...new Set(parts.flatMap(({ globalSetup = [] }) => globalSetup))],
    setupFiles: [...new Set([common, ...parts].flatMap(({ setupFiles = [] }) => setupFiles))],
  },
});
