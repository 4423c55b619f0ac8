export { buildApp } from './app.ts';
export type { Heartbeats, Ports, SourceCard } from './ports.ts';
export { accessTo, routeRoles } from './route-roles.ts';
