import { GssCode } from '@tocsin/domain';

/** The code that a person has written for a council. Throws, saying what is wanted, where it is none. */
export function codeOfCouncil(printed: string): GssCode {
  const code = GssCode.safeParse(printed.trim().toUpperCase());
  if (!code.success) throw new Error(`--council wants a GSS code such as E08000035, not ${printed}`);
  return code.data;
}
