import fc from 'fast-check';

/** Terraform expressions that hold no names: most of them have a value, some are refused. */

const quoted = (text: string): string => JSON.stringify(text).replaceAll('${', '$${').replaceAll('%{', '%%{');

const WORDS = [
  '',
  'a',
  'b',
  'aa',
  'ab',
  'B',
  'a,b',
  'x-1',
  '10',
  '9',
  '1',
  '0',
  'true',
  '10.0.0.0/16',
  '10.1.2.3',
  'é',
  'tcp',
  '-',
];
const numbers = fc.oneof(
  fc.integer({ min: -3, max: 12 }).map(String),
  fc.constantFrom('0.5', '2.25', '0.1', '80', '443', '65535', '1000000', '1e3'),
);
const texts = fc.constantFrom(...WORDS).map(quoted);
const scalars = fc.oneof(
  { weight: 4, arbitrary: texts },
  { weight: 4, arbitrary: numbers },
  { weight: 2, arbitrary: fc.constantFrom('true', 'false') },
  { weight: 1, arbitrary: fc.constantFrom('null', '""', '5') },
);
const names = fc.constantFrom('a', 'b', 'c', 'B', '"a b"', '10', '9');

type Kind = 'text' | 'number' | 'bool' | 'list' | 'map' | 'value';
type Expressions = Record<Kind, string>;

const CALLS: Readonly<Record<Kind, readonly string[]>> = {
  text: [
    'upper(text)',
    'lower(text)',
    'title(text)',
    'strrev(text)',
    'trimspace(text)',
    'chomp(text)',
    'trim(text, text)',
    'trimprefix(text, text)',
    'trimsuffix(text, text)',
    'substr(text, number, number)',
    'replace(text, text, text)',
    'replace(text, "/[a-b]/", "<$0>")',
    'replace(text, "/(a)(,?)/", "${2}$1")',
    'join(text, list)',
    'join(",", list, list)',
    'format("%s-%s", value, value)',
    'format("%03d|%5s|%-4d", number, text, number)',
    'format("%v", value)',
    'format("%d", value)',
    'tostring(value)',
    'jsonencode(value)',
    '"${text}-${value}"',
    '"${value}"',
    'cidrsubnet("10.0.0.0/16", number, number)',
    'cidrhost("10.0.0.0/24", number)',
    'cidrnetmask("10.0.0.0/16")',
    'cidrsubnet(text, 8, number)',
    'regex("[a-z]+", text)',
    'coalesce(text, value)',
    'element(list, number)',
    'one(list)',
    'lookup(map, text, value)',
    'lookup(map, "a", null)',
    'lookup(map, "b")',
    'regex("(\\\\d+)\\\\.(?P<n>\\\\d)", text)',
  ],
  number: [
    'length(value)',
    'number + number * number - number',
    '-number + number',
    'number - number - number',
    'number * -number',
    'number + number',
    'number - number',
    'number * number',
    'number / number',
    'number % number',
    '-number',
    'abs(number)',
    'floor(number / number)',
    'ceil(number / number)',
    'floor(number)',
    'min(number, number)',
    'max(number, value)',
    'pow(number, number)',
    'signum(number)',
    'parseint(text, 10)',
    'parseint(text, 16)',
    'sum(list)',
    'index(list, value)',
    'tonumber(value)',
    'length(list)',
    'length(map)',
  ],
  bool: [
    'value == value',
    '!bool && bool || bool',
    'number < number == bool',
    'number + number < number || bool',
    'bool || bool && bool',
    'value != value',
    'list == list',
    'map == map',
    'text == text',
    'number < number',
    'number >= number',
    'bool && bool',
    'bool || bool',
    '!bool',
    'contains(list, value)',
    'startswith(text, text)',
    'endswith(text, text)',
    'strcontains(text, text)',
    'alltrue(list)',
    'anytrue(list)',
    'tobool(value)',
    'can(value)',
    'can(number + value)',
    'text != value',
    'can(regex("^a", text))',
  ],
  list: [
    '[value, value]',
    '[value, value, value]',
    '[text, text, number]',
    '[]',
    'tolist(list)',
    'toset(list)',
    'concat(list, list)',
    'flatten([list, [list, value]])',
    'distinct(list)',
    'compact(list)',
    'sort(list)',
    'reverse(list)',
    'keys(map)',
    'values(map)',
    'slice(list, number, number)',
    'setunion(list, list)',
    'setintersection(list, list)',
    'setsubtract(list, list)',
    'split(text, text)',
    'split(",", text)',
    'range(number)',
    'range(number, number)',
    'range(number, number, number)',
    '[for x in list : x]',
    '[for k, v in map : "${k}=${v}"]',
    '[for i, x in list : i if x != value]',
    '[for x in list : upper(x)]',
    '[for k, v in map : v]',
    'list[*]',
    'value[*]',
    '[map, map][*].a',
    '[map, map].*.b',
    'chunklist(list, number)',
    'coalescelist(list, list)',
    'regexall("[a-z]", text)',
    'cidrsubnets("10.0.0.0/16", number, 8)',
    'list.*[0]',
    'jsondecode(jsonencode(list))',
  ],
  map: [
    '{a = value, b = value}',
    '{name = value}',
    '{b = text, a = text, c = text}',
    '{}',
    'tomap(map)',
    'merge(map, map)',
    'merge(map, null, map)',
    '{for x in list : x => value}',
    '{for k, v in map : k => v}',
    '{for k, v in map : v => k...}',
    'zipmap(list, list)',
    'zipmap(keys(map), values(map))',
    '{for i, x in list : "k${i}" => x}',
    'jsondecode(jsonencode(map))',
  ],
  value: [
    'text',
    'number',
    'bool',
    'list',
    'map',
    'bool ? value : value',
    'bool ? list : list',
    'bool ? map : map',
    'try(value, value)',
    'try(value + 1, value)',
    'list[number]',
    'map["a"]',
    'map.b',
    'map[text]',
    'coalesce(value, value)',
    '(value)',
    'list.0',
    'try(list[number], map.a, value)',
    'bool ? text : number',
    'bool ? [text] : []',
    'bool ? null : value',
    'bool ? number : bool ? text : value',
  ],
};

const KIND = /\b(text|number|bool|list|map|value|name)\b/;
const leaves: Record<Kind, fc.Arbitrary<string>> = {
  text: fc.oneof({ weight: 8, arbitrary: texts }, { weight: 1, arbitrary: scalars }),
  number: fc.oneof({ weight: 8, arbitrary: numbers }, { weight: 1, arbitrary: scalars }),
  bool: fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom('true', 'false') },
    { weight: 1, arbitrary: scalars },
  ),
  list: fc
    .oneof(
      fc.array(texts, { maxLength: 4 }),
      fc.array(numbers, { maxLength: 4 }),
      fc.array(scalars, { maxLength: 3 }),
    )
    .map((items) => `[${items.join(', ')}]`),
  map: fc
    .uniqueArray(fc.tuple(names, scalars), { maxLength: 3, selector: ([name]) => name })
    .map((entries) => `{${entries.map(([name, value]) => `${name} = ${value}`).join(', ')}}`),
  value: scalars,
};

/** Fills a form: each kind in it stands for an expression of that kind. */
function filled(form: string, tie: (kind: Kind | 'name') => fc.Arbitrary<string>): fc.Arbitrary<string> {
  const parts = form.split(KIND);
  return fc
    .tuple(...parts.map((part, i) => (i % 2 === 1 ? tie(part as Kind) : fc.constant(part))))
    .map((texts) => texts.join(''));
}

const kinds = Object.keys(CALLS) as Kind[];

/** Any expression, nested a few times. */
export const expressions: fc.Arbitrary<string> = fc.letrec<Expressions & { name: string; any: string }>(
  (tie) => {
    const operand = (kind: Kind | 'name'): fc.Arbitrary<string> =>
      kind === 'name' ? tie(kind) : tie(kind).map((text) => (/^[\w"{[]*$/.test(text) ? text : `(${text})`));
    const forms = (kind: Kind): fc.Arbitrary<string>[] => CALLS[kind].map((form) => filled(form, operand));
    const nested = kinds.map((kind) => [
      kind,
      fc.oneof(
        { maxDepth: 2, depthSize: 'small' },
        { weight: CALLS[kind].length, arbitrary: leaves[kind] },
        ...forms(kind),
      ),
    ]);
    return {
      ...(Object.fromEntries(nested) as Record<Kind, fc.Arbitrary<string>>),
      name: names,
      any: fc.oneof(...kinds.flatMap(forms)),
    };
  },
).any;

const PIECES = [
  ...[
    '(',
    ')',
    '[',
    ']',
    '{',
    '}',
    '"',
    ',',
    '.',
    '*',
    '...',
    '?',
    ':',
    '=',
    '=>',
    '==',
    '!',
    '-',
    'for',
    'in',
    'if',
    '\\',
  ],
  ...[
    '1',
    'a',
    ' ',
    '\n',
    '${',
    '%{',
    '[*]',
    '.*',
    'a.b',
    'null',
    '$',
    '~',
    '_',
    'é',
    '&',
    '&&',
    '|',
    '/',
    '%',
    '>',
    '<=',
    "'",
  ],
];

/** Expressions with some characters put in or taken out: many are no expressions any more. */
export const brokenExpressions: fc.Arbitrary<string> = fc
  .tuple(expressions, fc.array(fc.tuple(fc.nat(), fc.nat(2), fc.constantFrom(...PIECES)), { maxLength: 3 }))
  .map(([whole, edits]) =>
    edits.reduce((text, [position, cut, put]) => {
      const at = position % (text.length + 1);
      return text.slice(0, at) + put + text.slice(at + cut);
    }, whole),
  );
