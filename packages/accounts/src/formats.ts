/** What a transformation rule makes of the text it is put on. */
export type Transformation =
  | 'dot-decimal'
  | 'comma-decimal'
  | 'zero'
  | 'day-month-year'
  | 'month-day-year'
  | 'year-month-day'
  | 'true'
  | 'false'
  | 'empty'
  | 'text';

/**
 * Local names of the Inline XBRL transformation registries 1 to 5 that company accounts use. A name never changes
 * its meaning between registries (4 and 5 only add hyphens), so the namespace of a format is not needed.
 */
const transformations: Readonly<Record<Transformation, string>> = {
  'dot-decimal': 'numdotdecimal numcommadot numspacedot num-dot-decimal numdotdecimalin num-dot-decimal-apos',
  'comma-decimal':
    'numcommadecimal numdotcomma numspacecomma numcomma num-comma-decimal num-comma-decimal-apos',
  zero: 'zerodash numdash fixedzero fixed-zero',
  'day-month-year':
    'datelonguk dateshortuk datedaymonthyear datedaymonthyearen dateslasheu datedoteu date-day-month-year date-day-monthname-year-en',
  'month-day-year':
    'datelongus dateshortus dateslashus datedotus datemonthdayyear datemonthdayyearen date-month-day-year date-monthname-day-year-en',
  'year-month-day': 'dateyearmonthday date-year-month-day',
  true: 'booleantrue fixedtrue fixed-true',
  false: 'booleanfalse fixedfalse fixed-false',
  empty: 'nocontent fixedempty fixed-empty',
  text: 'datelongday datelongmonth datelongyear dateshortday dateshortmonth datedaymonth datedaymonthen datemonthday datemonthdayen datemonthyear datemonthyearen dateyearmonth dateyearmonthen datelongdaymonthuk datelongmonthdayus dateshortdaymonthuk dateshortmonthdayus datelongmonthyear dateshortmonthyear datelongyearmonth dateshortyearmonth date-day-month date-month-day date-month-year date-monthname-year-en date-year-monthname-en date-day-monthname-en date-monthname-day-en',
};

const byName: ReadonlyMap<string, Transformation> = new Map(
  (Object.keys(transformations) as Transformation[]).flatMap((transformation) =>
    transformations[transformation].split(' ').map((name) => [name, transformation] as const),
  ),
);

/** The transformation a `format` attribute names, by its local name; undefined for one no registry has. */
export function transformationOf(format: string): Transformation | undefined {
  return byName.get(format.slice(format.indexOf(':') + 1).trim());
}
