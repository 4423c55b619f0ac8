export { bundle, bundleProgram, type BundleName } from '../bundle.ts';
export { freePort } from './free-port.ts';
export { startMailbox, type Envelope, type Mailbox } from './mailbox.ts';
export { startPostgres, type Postgres } from './postgres.ts';
export { roleUrl } from './role-url.ts';
export { startSystem } from './system.ts';
export { startServers, type Servers } from './servers.ts';
export { startValkey, type Valkey } from './valkey.ts';
