import { fileURLToPath } from 'node:url';

/** Where the bankruptcy sets and cases lie unless told otherwise: beside the clone, never in it. */
export const MODELS_FOLDER = fileURLToPath(new URL('../../../../shared/data/models', import.meta.url));
