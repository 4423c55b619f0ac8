export { bundle, bundleProgram, type BundleName } from '../bundle.ts';
export { freePort } from './servers/free-port.ts';
export { startMailbox, type Envelope, type Mailbox } from './system/mailbox.ts';
export { startPostgres, type Postgres } from './servers/postgres.ts';
export { roleUrl } from './servers/role-url.ts';
export { startSystem } from './system/system.ts';
export { startServers, type Servers } from './servers/servers.ts';
export { startValkey, type Valkey } from './servers/valkey.ts';
