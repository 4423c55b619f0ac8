/** Of the release; a test holds it to the package. */
export const VERSION = '0.4.0';

/** How we name ourselves to publishers, with an address at which they reach whoever runs this. */
export function userAgentOf(contact: string): string {
  return `Tocsin/${VERSION} (supplier-risk early warning for English councils; ${contact})`;
}
