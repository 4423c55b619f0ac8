import fc from 'fast-check';

/**
 * What properties are tried on is the same in each run, so that none fails by chance; `TOCSIN_SEED=<number>` tries others.
 * One that failed is kept as a test of its own, or by its seed and path beside it.
 */
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(process.env['TOCSIN_SEED'] ?? 2026) });
