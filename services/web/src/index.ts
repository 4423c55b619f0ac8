export { buildApp } from './app.ts';
export { stillPages, type StillFile } from './door/still-pages.ts';
export type { Heartbeats, Ports, SourceCard } from './ports.ts';
export { accessTo, routeRoles } from './route-roles.ts';
