type Block = Readonly<Record<string, unknown>>;

/** Terraform JSON of a stack. */
interface Document {
  readonly resource?: Readonly<Record<string, Block>>;
  readonly data?: Readonly<Record<string, Block>>;
  readonly variable?: Block;
  readonly locals?: Block;
  readonly module?: Block;
}

/** A template in a string, up to the first brace that closes. `$${` is no template. */
const TEMPLATE = /(?<!\$)\$\{([^]*?)\}/g;

const QUOTED = /"(?:[^"\\]|\\.)*"/g;

/** References to resources of providers, data sources, variables, locals and modules. HashiCorp: "References to Named Values". */
const REFERENCE =
  /(?<![\w.-])(?:(data)\.)?((?:aws|terraform|random|null|tls|time)_[a-z0-9_]+|var|local|module)\.([A-Za-z_][\w-]*)/g;

/** Data source with which CDKTF reads the state of another stack. */
const OTHER_STACK = /data\.terraform_remote_state\.cross_stack_reference_input_([\w-]+)/g;

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return value.includes('${') ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(stringsIn);
}

/** Everything with an address, and the strings in it. */
function* blocksOf({
  resource = {},
  data = {},
}: Document): Generator<readonly [address: string, strings: string[]]> {
  for (const [prefix, types] of [
    ['', resource],
    ['data.', data],
  ] as const)
    for (const [type, blocks] of Object.entries(types))
      for (const [name, block] of Object.entries(blocks))
        yield [`${prefix}${type}.${name}`, stringsIn(block)];
}

function isDeclared(json: Document, isData: boolean, type: string, name: string): boolean {
  const { resource = {}, data = {}, variable = {}, locals = {}, module = {} } = json;
  const named: Readonly<Record<string, Block>> = { var: variable, local: locals, module };
  return name in (named[type] ?? (isData ? data : resource)[type] ?? {});
}

/** Finds references to what a stack does not declare, e.g. an id that was typed in, in its JSON. */
export function referenceProblems(json: object): string[] {
  const problems = [...blocksOf(json)].flatMap(([address, strings]) =>
    strings
      .flatMap((text) => [...text.matchAll(TEMPLATE)])
      .flatMap(([, expression = '']) => [...expression.replace(QUOTED, '""').matchAll(REFERENCE)])
      .filter(([, data, type = '', name = '']) => !isDeclared(json, data !== undefined, type, name))
      .map(
        ([reference]) =>
          `${address}: refers to ${reference}, which the stack does not declare; accepted: an attribute of a construct in it [REFERENCE_UNKNOWN]`,
      ),
  );
  return [...new Set(problems)];
}

/**
 * Finds references to other environments, which CDKTF would read from their state.
 *
 * @param isEnvironment whether a stack is an environment, by its id
 */
export function environmentProblems(json: object, isEnvironment: (id: string) => boolean): string[] {
  const problems = [...blocksOf(json)].flatMap(([address, strings]) =>
    strings
      .flatMap((text) => [...text.matchAll(OTHER_STACK)])
      .filter(([, id = '']) => isEnvironment(id))
      .map(
        ([, id]) =>
          `${address}: refers to a construct of ${id}, whose state this environment cannot read; accepted: a construct of its own stack, or the value itself, e.g. an id [OTHER_ENVIRONMENT]`,
      ),
  );
  return [...new Set(problems)];
}
