/** What decides the region of a council: its own line, and those of the districts of a county. */
export interface PlacedCouncil {
  readonly gss: string;
  readonly region: string | null;
  readonly county_gss: string | null;
}

/**
 * A county council stands where its districts stand, whatever its own line says: lists put some in the region next door.
 * Where they stand in several regions, or in none that is known, its own line decides, which is corrected by hand.
 */
export function inRegionOfDistricts<T extends PlacedCouncil>(councils: readonly T[]): readonly T[] {
  const regionsIn = new Map<string, Set<string>>();
  for (const { county_gss: county, region } of councils)
    if (county !== null && region !== null)
      regionsIn.set(county, (regionsIn.get(county) ?? new Set()).add(region));
  return councils.map((council) => {
    const [only, another] = regionsIn.get(council.gss) ?? [];
    return only === undefined || another !== undefined ? council : { ...council, region: only };
  });
}
