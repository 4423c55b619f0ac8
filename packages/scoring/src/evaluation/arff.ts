/** Rows of an ARFF file with numeric attributes and a final `class`; NaN where the file has `?`. */
export interface ArffRows {
  readonly rows: readonly Float64Array[];
  readonly failed: readonly boolean[];
}

/** Reads the data section of a Polish bankruptcy file (UCI 365): attributes 1–64, then class 1 = bankrupt. */
export function parseArff(text: string): ArffRows {
  const data = text
    .slice(text.search(/^@data/im))
    .split('\n')
    .slice(1);
  const rows: Float64Array[] = [];
  const failed: boolean[] = [];
  for (const line of data) {
    if (line.trim() === '' || line.startsWith('%')) continue;
    const cells = line.trim().split(',');
    const label = cells.pop();
    if (label !== '0' && label !== '1') throw new Error(`Not a class: ${label}`);
    rows.push(Float64Array.from(cells, (cell) => (cell === '?' ? Number.NaN : Number(cell))));
    failed.push(label === '1');
  }
  return { rows, failed };
}
