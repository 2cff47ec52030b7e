import { ELEMENT, type Node } from './ast';
import { LIMITS, exceeded } from '../limits';
import { EXACT_DIGITS } from './scalars';
import type { Budget } from './scope';

const LEVELS = [['||'], ['&&'], ['==', '!='], ['<=', '>=', '<', '>'], ['+', '-'], ['*', '/', '%']] as const;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };

/** White space and comments. */
const BLANK = /(?:\s+|#[^\n]*|\/\/[^\n]*|\/\*[^]*?\*\/)*/y;

class Parser {
  private at = 0;
  /** Where the last token ends. */
  private end = 0;
  private depth = 0;
  /** Where neither white space nor a comment follows. */
  private clean = -1;

  constructor(private readonly text: string) {}

  /** A JSON string: literal text with `${…}` in it, to the end or, inside an expression, to the closing quote. */
  public template(quoted: boolean): Node {
    const parts: Node[] = [];
    let text = '';
    const flush = (): void => {
      if (text !== '') parts.push({ kind: 'literal', value: text.normalize('NFC') });
      text = '';
    };
    while (this.at < this.text.length) {
      if (quoted && this.text[this.at] === '"') break;
      if (this.text.startsWith('$$${', this.at) || this.text.startsWith('%%%{', this.at)) this.fail('$$$');
      if (this.take('$${') || this.take('%%{')) text += `${this.text[this.at - 2]}{`;
      else if (this.take('%{')) this.fail('a template directive');
      else if (this.take('${')) {
        if (this.take('~')) this.fail('~');
        flush();
        parts.push(this.expression());
        this.expect('}');
      } else text += quoted ? this.character() : this.text[this.at++];
    }
    flush();
    const [only] = parts;
    if (parts.length === 0) return { kind: 'literal', value: '' };
    return parts.length === 1 && only ? only : { kind: 'template', parts };
  }

  public expression(): Node {
    if (++this.depth > LIMITS.nesting.most) this.fail(exceeded(LIMITS.nesting));
    const test = this.binary(0);
    let node = test;
    if (this.next('?')) {
      const yes = this.expression();
      this.expect(':');
      node = { kind: 'conditional', test, yes, no: this.expression() };
    }
    this.depth--;
    return node;
  }

  private binary(level: number): Node {
    const operators = LEVELS[level];
    if (!operators) return this.unary();
    let left = this.binary(level + 1);
    for (;;) {
      const operator = operators.find((candidate) => this.next(candidate));
      if (!operator) return left;
      left = { kind: 'binary', operator, left, right: this.binary(level + 1) };
    }
  }

  private unary(): Node {
    for (const operator of ['!', '-']) {
      if (!this.next(operator)) continue;
      if (++this.depth > LIMITS.nesting.most) this.fail(exceeded(LIMITS.nesting));
      const of = this.unary();
      this.depth--;
      return { kind: 'unary', operator, of };
    }
    return this.suffixes(this.primary());
  }

  private suffixes(start: Node): Node {
    let node = start;
    for (;;) {
      if (this.next('[*]'))
        return { kind: 'splat', of: node, each: this.suffixes({ kind: 'name', name: ELEMENT }) };
      if (this.next('.*')) {
        node = { kind: 'splat', of: node, each: this.attributes({ kind: 'name', name: ELEMENT }) };
        if (this.peek(/^\.\*/)) this.fail('.* within .*');
        continue;
      }
      if (this.next('[')) {
        const key = this.expression();
        this.expect(']');
        node = { kind: 'index', of: node, key };
      } else {
        const longer = this.attributeOf(node);
        if (!longer) return node;
        node = longer;
      }
    }
  }

  /** What follows `.*`: names alone belong to each element, an index to the whole. */
  private attributes(start: Node): Node {
    let node = start;
    for (let longer = this.attributeOf(node); longer; longer = this.attributeOf(node)) node = longer;
    return node;
  }

  private attributeOf(of: Node): Node | undefined {
    if (this.peek(/^\.\.\./) || !this.next('.')) return undefined;
    if (!this.peek(/^\d/)) return { kind: 'attribute', of, name: this.word() };
    return { kind: 'index', of, key: { kind: 'literal', value: Number(this.match(/^\d+/)) } };
  }

  private primary(): Node {
    if (this.next('(')) {
      const inner = this.expression();
      this.expect(')');
      return inner;
    }
    if (this.next('"')) {
      const inner = this.template(true);
      this.expect('"');
      return inner;
    }
    if (this.next('[')) return this.peek(/^for\b/) ? this.comprehension(']') : this.list();
    if (this.next('{')) return this.peek(/^for\b/) ? this.comprehension('}') : this.object();
    if (this.peek(/^\d/)) return this.number();
    const name = this.word();
    if (name === 'true' || name === 'false') return { kind: 'literal', value: name === 'true' };
    if (name === 'null') return { kind: 'literal', value: null };
    while (this.take('::')) this.word();
    return this.take('(') ? this.call(name) : { kind: 'name', name };
  }

  private call(name: string): Node {
    const args: Node[] = [];
    let spread = false;
    while (!this.next(')')) {
      args.push(this.expression());
      spread = this.next('...');
      if (spread || !this.next(',')) {
        this.expect(')');
        break;
      }
    }
    return { kind: 'call', name, args, spread };
  }

  private list(): Node {
    const items: Node[] = [];
    while (!this.next(']')) {
      items.push(this.expression());
      if (!this.next(',')) {
        this.expect(']');
        break;
      }
    }
    return { kind: 'list', items };
  }

  private object(): Node {
    const entries: [Node, Node][] = [];
    while (!this.next('}')) {
      entries.push(this.entry());
      this.skip();
      const apart = this.text.slice(this.end, this.at).includes('\n');
      if (!this.take(',') && !apart && this.text[this.at] !== '}') this.fail('an object without commas');
    }
    return { kind: 'object', entries };
  }

  private entry(): [Node, Node] {
    const bare = this.peek(/^[A-Za-z_][\w-]*\s*[=:](?!=)/);
    const isPlain = this.peek(/^["\d(]/);
    const key: Node = bare ? { kind: 'literal', value: this.word() } : this.expression();
    if (!bare && !isPlain) this.fail('a key that is computed');
    if (!this.next('=')) this.expect(':');
    return [key, this.expression()];
  }

  private comprehension(close: ']' | '}'): Node {
    this.word();
    const names = [this.word()];
    if (this.next(',')) names.push(this.word());
    if (this.word() !== 'in') this.fail('a for expression without `in`');
    const over = this.expression();
    this.expect(':');
    const first = this.expression();
    const keyed = close === '}' && this.next('=>');
    const value = keyed ? this.expression() : first;
    const grouped = this.next('...');
    const when = this.peek(/^if\b/) ? (this.word(), this.expression()) : undefined;
    this.expect(close);
    return { kind: 'for', names, over, value, grouped, ...(keyed && { key: first }), ...(when && { when }) };
  }

  private number(): Node {
    this.skip();
    const digits = this.match(/^\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/);
    if (digits.replace(/\D/g, '').length > EXACT_DIGITS) this.fail('a number with too many digits');
    return { kind: 'literal', value: Number(digits) };
  }

  private word(): string {
    this.skip();
    return this.match(/^[A-Za-z_][\w-]*/);
  }

  private character(): string {
    const found = this.text[this.at++] ?? '';
    if (found === '\n') this.fail('a line end within quotes');
    if (found !== '\\') return found;
    const escaped = this.text[this.at++] ?? '';
    if (escaped === 'u') return String.fromCharCode(parseInt(this.match(/^[\da-fA-F]{4}/), 16));
    return ESCAPES[escaped] ?? this.fail(`\\${escaped}`);
  }

  private match(pattern: RegExp): string {
    const found = pattern.exec(this.text.slice(this.at, this.at + 300))?.[0];
    if (found === undefined) return this.fail(`"${this.text.slice(this.at, this.at + 20)}"`);
    this.at += found.length;
    this.end = this.at;
    return found;
  }

  private peek(pattern: RegExp): boolean {
    const at = this.ahead();
    return pattern.test(this.text.slice(at, at + 300));
  }

  private ahead(): number {
    BLANK.lastIndex = this.at;
    return this.at + (BLANK.exec(this.text)?.[0].length ?? 0);
  }

  private skip(): void {
    if (this.at !== this.clean) this.clean = this.at = this.ahead();
  }

  private next(token: string): boolean {
    this.skip();
    return this.take(token);
  }

  private take(token: string): boolean {
    if (!this.text.startsWith(token, this.at)) return false;
    this.at += token.length;
    this.end = this.at;
    return true;
  }

  private expect(token: string): void {
    if (!this.next(token))
      this.fail(`"${this.text.slice(this.at, this.at + 20)}" where "${token}" should be`);
  }

  private fail(what: string): never {
    throw new SyntaxError(`${what} is not understood`);
  }
}

const parsed = new Map<string, Node>();
/** Characters of all that is remembered. */
const REMEMBERED = 1_000_000;
let remembered = 0;

/** Characters that take about as long to parse as one step of an expression to compute. */
const CHARACTERS_OF_A_STEP = 16;

/**
 * Parses a string of Terraform JSON, such as `10.0.0.0/16` or `${aws_vpc.main.id}`.
 * @param budget what is left of the steps that a file may take; default: enough for one expression
 * @throws SyntaxError for what this part of the language lacks
 */
export function parseTemplate(text: string, budget?: Budget): Node {
  const known = parsed.get(text);
  if (known) return known;
  if (text.length > LIMITS.template.most) throw new SyntaxError(exceeded(LIMITS.template));
  if (budget && (budget.steps -= Math.floor(text.length / CHARACTERS_OF_A_STEP)) < 0)
    throw new SyntaxError(exceeded(LIMITS.configurationSteps));
  const node = new Parser(text).template(false);
  remembered += text.length;
  if (remembered > REMEMBERED) {
    parsed.clear();
    remembered = text.length;
  }
  parsed.set(text, node);
  return node;
}
