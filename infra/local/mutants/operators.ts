import { parseSync } from 'oxc-parser';

/** One small change of a source file that a test ought to notice. */
export interface Mutant {
  readonly file: string;
  readonly line: number;
  readonly operator: Operator;
  /** The named functions around it, the innermost first; none at the top of the file. */
  readonly within: readonly string[];
  /** The name of what the outermost declaration around it declares, a constant or a function. */
  readonly declared: string | null;
  readonly start: number;
  readonly end: number;
  readonly before: string;
  readonly after: string;
}

export type Operator =
  | 'comparison'
  | 'number or interval'
  | 'and/or'
  | 'dropped term'
  | 'is null'
  | 'join side'
  | 'order'
  | 'role';

type Change = readonly [operator: Operator, found: RegExp, put: string | ((...found: string[]) => string)];

/** What is changed inside an SQL template, wherever the pattern is found. */
const IN_SQL: readonly Change[] = [
  ['comparison', / (<=|>=|<>|<|>|=) (?!any\(array\(select)/g, (_, sign) => ` ${OPPOSITE[sign ?? '']} `],
  ['comparison', /\b(min|max|least|greatest)\(/g, (_, name) => `${OPPOSITE[name ?? '']}(`],
  ['comparison', /\b(not )?exists \(/g, (_, not) => (not ? 'exists (' : 'not exists (')],
  ['number or interval', /(?<=[ (,'])\d+(?=[ ),'])/g, (number) => String(Number(number) + 1)],
  ['and/or', /\band\b(?!\s+\d)/g, 'or'],
  ['and/or', /\bor\b/g, 'and'],
  [
    'dropped term',
    /\band [^()\s]+ (?:=|<>|<|>|<=|>=|is null|is not null|in)(?: '[^']*'| [\w.]+)?(?=\s|\)|$)/g,
    '',
  ],
  ['is null', /\bis (not )?null\b/g, (_, not) => (not ? 'is null' : 'is not null')],
  ['join side', /\bleft join\b/g, 'join'],
  // An inner join to what a foreign key points at finds a row always, and cannot be told from a left one.
  [
    'join side',
    /(?<!left |cross )\bjoin\b(?! lateral)(?! (?:\w+ )?(\w+)(?: using \(id\)| on (?:\1\.id = |[\w."]+ = \1\.id\b)))/g,
    'left join',
  ],
  ['order', / (desc|asc)\b/g, (_, way) => (way === 'desc' ? ' asc' : ' desc')],
  ['order', /\border by [\w.]+(?=\s*(?:limit|\)|$))/g, (clause) => `${clause} desc`],
  [
    'role',
    /\btocsin_(web|worker|national)\b/g,
    (_, role) => (role === 'web' ? 'tocsin_worker' : 'tocsin_web'),
  ],
];

const OPPOSITE: Readonly<Record<string, string>> = {
  '<': '<=',
  '<=': '<',
  '>': '>=',
  '>=': '>',
  '=': '<>',
  '<>': '=',
  '!=': '=',
  is: 'is not',
  'is not': 'is',
  in: 'not in',
  'not in': 'in',
  '===': '!==',
  '!==': '===',
  '&&': '||',
  '||': '&&',
  min: 'max',
  max: 'min',
  least: 'greatest',
  greatest: 'least',
  innerJoin: 'leftJoin',
  leftJoin: 'innerJoin',
  tocsin_web: 'tocsin_worker',
  tocsin_worker: 'tocsin_web',
  tocsin_national: 'tocsin_web',
  tocsin_sign_in: 'tocsin_web',
  tocsin_operator: 'tocsin_web',
};

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

/** Every mutant of a source file that the table of operators makes, in the order of the file. */
export function mutantsOf(file: string, text: string): readonly Mutant[] {
  const found: Mutant[] = [];
  const visit = (node: Node, within: readonly string[], declared: string | null) => {
    for (const { operator, start, end, after } of changesOf(node, text)) {
      const line = text.slice(0, start).split('\n').length;
      found.push({
        file,
        line,
        operator,
        within,
        declared,
        start,
        end,
        before: text.slice(start, end),
        after,
      });
    }
    const name = nameOf(node);
    const inside = name ? [name, ...within] : within;
    const of = declared ?? declaredBy(node);
    for (const child of childrenOf(node)) visit(child, inside, of);
  };
  visit(parseSync(file, text).program as unknown as Node, [], null);
  return found.toSorted((a, b) => a.start - b.start);
}

/** The text of a file with one mutant in it. */
export function withMutant(text: string, { start, end, after }: Mutant): string {
  return text.slice(0, start) + after + text.slice(end);
}

interface Edit {
  readonly operator: Operator;
  readonly start: number;
  readonly end: number;
  readonly after: string;
}

function changesOf(node: Node, text: string): readonly Edit[] {
  switch (node.type) {
    case 'TaggedTemplateExpression':
      return isSql(node, text) ? inTemplate(node, text) : [];
    case 'CallExpression':
      return inCall(node, text);
    case 'BinaryExpression':
      return betweenOperands('comparison', node, text);
    case 'LogicalExpression':
      return betweenOperands('and/or', node, text);
    case 'Literal':
      return ofLiteral(node);
    default:
      return [];
  }
}

function isSql(node: Node, text: string): boolean {
  const tag = node['tag'] as Node;
  return text.slice(tag.start, tag.end) === 'sql';
}

function inTemplate(node: Node, text: string): readonly Edit[] {
  const { quasis } = node['quasi'] as { readonly quasis: readonly Node[] };
  return quasis.flatMap((quasi) => {
    const { raw } = quasi['value'] as { readonly raw: string };
    const from = text.indexOf(raw, quasi.start);
    return IN_SQL.flatMap(([operator, pattern, put]) =>
      [...raw.matchAll(pattern)].map((match) => {
        const after = typeof put === 'string' ? put : put(...match);
        const start = from + match.index;
        return { operator, start, end: start + match[0].length, after };
      }),
    );
  });
}

/** A call of the query builder: `.where(…)`, `.innerJoin(…)`, `.orderBy(…)`. */
function inCall(node: Node, text: string): readonly Edit[] {
  const callee = node['callee'] as Node;
  if (callee.type !== 'MemberExpression') return [];
  const property = callee['property'] as Node;
  const called = property['name'] as string;
  const given = node['arguments'] as readonly Node[];
  if (called === 'innerJoin' || called === 'leftJoin')
    return called === 'innerJoin' && isByForeignKey(given)
      ? []
      : [{ operator: 'join side', start: property.start, end: property.end, after: OPPOSITE[called] ?? '' }];
  if (called === 'orderBy') return ofOrder(given);
  if (called !== 'where' && called !== 'on' && called !== 'onRef' && called !== 'whereRef') return [];
  const dropped = {
    operator: 'dropped term',
    start: (callee['object'] as Node).end,
    end: node.end,
    after: '',
  } as const;
  return [...(called.startsWith('where') ? [dropped] : []), ...ofSign(given[1], text)];
}

function isByForeignKey([joined, ...columns]: readonly Node[]): boolean {
  const alias = String(joined?.['value']).split(' as ').at(-1);
  return columns.some(({ value }) => value === `${alias}.id`);
}

function ofSign(sign: Node | undefined, text: string): readonly Edit[] {
  if (sign?.type !== 'Literal') return [];
  const after = OPPOSITE[text.slice(sign.start + 1, sign.end - 1)];
  if (after === undefined) return [];
  const operator = after.startsWith('is') ? 'is null' : 'comparison';
  return [{ operator, start: sign.start + 1, end: sign.end - 1, after }];
}

function ofOrder(given: readonly Node[]): readonly Edit[] {
  const [column, way] = given;
  if (!column) return [];
  if (!way) return [{ operator: 'order', start: column.end, end: column.end, after: ", 'desc'" }];
  return way['value'] === 'desc' ? [{ operator: 'order', start: column.end, end: way.end, after: '' }] : [];
}

function betweenOperands(operator: Operator, node: Node, text: string): readonly Edit[] {
  const sign = String(node['operator']);
  const after = OPPOSITE[sign];
  // `in` has an opposite in SQL only.
  if (after === undefined || sign === 'in') return [];
  const start = text.indexOf(sign, (node['left'] as Node).end);
  return [{ operator, start, end: start + sign.length, after }];
}

function ofLiteral({ start, end, value }: Node): readonly Edit[] {
  if (typeof value === 'number' && value > 1)
    return [value + 1, value - 1].map((other) => ({
      operator: 'number or interval',
      start,
      end,
      after: String(other),
    }));
  const role = typeof value === 'string' && value.startsWith('tocsin_') ? OPPOSITE[value] : undefined;
  return role === undefined ? [] : [{ operator: 'role', start, end, after: `'${role}'` }];
}

/** What a declaration declares; null of anything else. */
function declaredBy(node: Node): string | null {
  if (node.type !== 'VariableDeclarator' && node.type !== 'FunctionDeclaration') return null;
  const { name } = (node['id'] ?? {}) as { readonly name?: unknown };
  return typeof name === 'string' ? name : null;
}

function nameOf(node: Node): string | undefined {
  const named = node['id'] as { readonly name?: string } | null | undefined;
  if (node.type === 'FunctionDeclaration') return named?.name;
  const init = node['init'] as Node | null | undefined;
  if (node.type === 'VariableDeclarator' && init?.type === 'ArrowFunctionExpression') return named?.name;
  return undefined;
}

/** Types decide nothing while a program runs. */
function childrenOf(node: Node): readonly Node[] {
  if (node.type.startsWith('TS')) return isNode(node['expression']) ? [node['expression']] : [];
  if (node.type === 'ImportDeclaration') return [];
  return Object.values(node)
    .flatMap((value) => (Array.isArray(value) ? value : [value]))
    .filter(isNode);
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, 'type') === 'string';
}
