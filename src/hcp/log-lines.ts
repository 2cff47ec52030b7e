import { type Diagnostic, framed } from './diagnostic';

/** A line of Terraform's machine-readable output. https://developer.hashicorp.com/terraform/internals/machine-readable-ui */
interface Message {
  readonly '@message': string;
  readonly type?: string;
  readonly diagnostic?: Diagnostic;
  readonly outputs?: Readonly<Record<string, Output>>;
}

/** Of a plan it has an action, of an apply a value, unless that is sensitive. */
interface Output {
  readonly sensitive: boolean;
  readonly action?: string;
  readonly value?: unknown;
}

function outputsText({ outputs = {} }: Message): string[] {
  const all = Object.entries(outputs);
  const changes = all.filter(([, { action = 'noop' }]) => action !== 'noop');
  if (changes.length > 0)
    return ['', 'Changes to Outputs:', ...changes.map(([name, { action }]) => `  ${name}: ${action}`)];
  const values = all.filter(([, { action }]) => action === undefined);
  if (values.length === 0) return [];
  const shown = ({ sensitive, value }: Output) => (sensitive ? '<sensitive>' : JSON.stringify(value));
  return ['', 'Outputs:', '', ...values.map(([name, output]) => `${name} = ${shown(output)}`)];
}

const plain = (message: Message): string[] => [message['@message']];

/** How a message is told, by its type; others as they stand. Two say what the line before them said. */
const FORMS: Readonly<Record<string, (message: Message) => readonly string[]>> = {
  version: () => [],
  refresh_complete: () => [],
  change_summary: (message) => ['', ...plain(message)],
  outputs: outputsText,
  diagnostic: (message) => (message.diagnostic ? framed(message.diagnostic) : plain(message)),
};

function messageIn(line: string): Message | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const message = JSON.parse(line) as Message;
    return typeof message['@message'] === 'string' ? message : undefined;
  } catch {
    return undefined;
  }
}

/** A line of a log as a person reads it: JSON where the workspace has structured run output, and Terraform's own text otherwise. */
function readable(line: string): string {
  const message = messageIn(line);
  const form = FORMS[message?.type ?? ''] ?? plain;
  return message
    ? form(message)
        .map((each) => `${each}\n`)
        .join('')
    : `${line}\n`;
}

/** Passes a log on that comes in pieces, line by line as a person reads it. */
export class LogLines {
  private rest = '';

  constructor(private readonly write: (text: string) => void) {}

  public add(piece: string): void {
    const lines = (this.rest + piece).split('\n');
    this.rest = lines.pop() ?? '';
    const text = lines.map(readable).join('');
    if (text !== '') this.write(text);
  }

  /** What is left without an end of its line. */
  public end(): void {
    if (this.rest !== '') this.write(messageIn(this.rest) ? readable(this.rest) : this.rest);
    this.rest = '';
  }
}
