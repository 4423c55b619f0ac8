import { parseSync, visitorKeys, type Node } from 'oxc-parser';

/**
 * Places of a source text where what was collected so far is copied for one more member: a group of n members then
 * costs n² steps, and a council pays one supplier 33,000 times. Seen are the shapes that people write: a list, set or
 * record made anew from the one that it takes the place of, in an assignment, under a key, or in `reduce`.
 */
export function copiesOfGrowth(file: string, text: string): readonly string[] {
  const nodes = nodesOf(parseSync(file, text).program);
  const textOf = ({ start, end }: Node) => text.slice(start, end).replaceAll(/\s+|[?!]/g, '');
  /** `const before = groups.get(key)`: the name stands for what it was read from. */
  const readFrom = new Map<string, string>();
  for (const node of nodes)
    if (node.type === 'VariableDeclarator' && node.id.type === 'Identifier' && isLookUp(node.init))
      readFrom.set(node.id.name, textOf(node.init));
  const copies = (made: Node, source: string) =>
    nodesOf(made)
      .flatMap(copiedBy)
      .map(textOf)
      .some((read) => isReadOf(read, source) || isReadOf(readFrom.get(firstName(read)) ?? '', source));
  return nodes
    .filter((node) => sourcesOf(node, textOf).some(([made, source]) => copies(made, source)))
    .map(({ start }) => `${file}:${text.slice(0, start).split('\n').length}`);
}

function isLookUp(init: Node | null): init is Node {
  return (
    init !== null &&
    nodesOf(init).some((node) => node.type === 'MemberExpression' && nameOf(node.property) === 'get')
  );
}

function nodesOf(node: Node): readonly Node[] {
  const found: Node[] = [];
  const waiting: Node[] = [node];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    found.push(next);
    for (const key of visitorKeys[next.type] ?? [])
      for (const child of [(next as never)[key]].flat() as (Node | null)[]) if (child) waiting.push(child);
  }
  return found.toSorted((a, b) => a.start - b.start);
}

/** What a node makes anew, each with what it takes the place of. */
function sourcesOf(node: Node, textOf: (of: Node) => string): readonly (readonly [Node, string])[] {
  if (node.type === 'AssignmentExpression' && node.operator === '=') return [[node.right, textOf(node.left)]];
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return [];
  const [first, second] = node.arguments;
  const called = nameOf(node.callee.property);
  if (called === 'set' && second) return [[second, `${textOf(node.callee.object)}.get`]];
  if (!called.startsWith('reduce') || first?.type !== 'ArrowFunctionExpression') return [];
  const [sum] = first.params;
  return sum?.type === 'Identifier' ? [[first.body, sum.name]] : [];
}

/** What a node copies whole: spread into a list or into a record with keys of its own, concatenated or assigned. */
function copiedBy(node: Node): readonly Node[] {
  if (node.type === 'ArrayExpression') return node.elements.length > 1 ? spreadIn(node.elements) : [];
  // Fields that are known by name do not grow in number.
  if (node.type === 'ObjectExpression')
    return node.properties.some((one) => one.type === 'Property' && one.computed)
      ? spreadIn(node.properties)
      : [];
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return [];
  const called = nameOf(node.callee.property);
  if (called === 'assign') return node.arguments[0]?.type === 'ObjectExpression' ? node.arguments : [];
  return called === 'concat' ? [node.callee.object, ...node.arguments.flatMap(membersOf)] : [];
}

function spreadIn(members: readonly (Node | null)[]): readonly Node[] {
  return members.flatMap((member) => (member?.type === 'SpreadElement' ? [member.argument] : []));
}

/** `Buffer.concat([all, more])` copies what it is given in a list; a list of one only makes room. */
function membersOf(argument: Node): readonly Node[] {
  if (argument.type !== 'ArrayExpression') return [argument];
  return argument.elements.length > 1 ? argument.elements.filter((element) => element !== null) : [];
}

function nameOf(node: Node): string {
  return node.type === 'Identifier' ? node.name : '';
}

function firstName(read: string): string {
  return /^\(*([A-Za-z_$][\w$]*)/.exec(read)?.[1] ?? '';
}

/** Whether an expression begins with another: `(groups.get(key) ?? [])` with `groups.get`, and not `grouped.get`. */
function isReadOf(read: string, source: string): boolean {
  const bare = read.replace(/^\(+/, '');
  return bare.startsWith(source) && !/^[\w$]/.test(bare.slice(source.length));
}
