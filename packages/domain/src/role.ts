import { z } from 'zod';

/** What a person may be at a council: sees to alerts; keeps the register and its contracts; sees to the people. */
export const CouncilRole = z.enum(['officer', 'contract-manager', 'administrator']);
export type CouncilRole = z.infer<typeof CouncilRole>;

/** What a person may be at the national body, at no council. */
export const NationalRole = z.enum(['nps-lead', 'operator']);
export type NationalRole = z.infer<typeof NationalRole>;

export const PersonRole = z.enum([...CouncilRole.options, ...NationalRole.options]);
export type PersonRole = z.infer<typeof PersonRole>;

/** The roles as people read them. */
export const roleWords: Readonly<Record<PersonRole, string>> = {
  officer: 'Procurement officer',
  'contract-manager': 'Contract manager',
  administrator: 'Administrator',
  'nps-lead': 'NPS lead',
  operator: 'Operator of the system',
};

/** What a key of the API may ask for: each route that answers keys names one. */
export const KeyScope = z.enum(['alerts', 'exposure', 'names', 'public-record']);
export type KeyScope = z.infer<typeof KeyScope>;

/** The scopes as people read them. */
export const scopeWords: Readonly<Record<KeyScope, string>> = {
  alerts: 'Alerts and the opening report',
  exposure: 'Exposure of the council',
  names: 'Names that wait to be matched',
  'public-record': 'Suppliers, the national view and sources',
};
