// Contracts Finder and Find a Tender read times without a zone as British time. Such clock times are compared, moved and
// halved here as if they were UTC.

/** A clock time, `2026-07-01T00:30:00`, as a number of milliseconds to reckon with. */
export function wallOf(wallTime: string): number {
  return Date.parse(`${wallTime}Z`);
}

/** The clock time that `wallOf` made a number of, to the second. */
export function wallTimeOf(wall: number): string {
  return new Date(wall).toISOString().slice(0, 19);
}
