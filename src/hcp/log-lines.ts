import { type Diagnostic, framed } from './diagnostic';

/** Message of Terraform's machine-readable output. https://developer.hashicorp.com/terraform/internals/machine-readable-ui */
interface Message {
  readonly '@message': string;
  readonly type?: string;
  readonly diagnostic?: Diagnostic;
  readonly outputs?: Readonly<Record<string, Output>>;
}

/** An output of a plan has an action. An output of an apply has a value, unless it is sensitive. */
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

/** Formats by message type; other types print `@message`. `version` and `refresh_complete` repeat the line before them. */
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

/** Formats a log line as text. A workspace with structured run output logs JSON lines, others log Terraform's text. */
function readable(line: string): string {
  const message = messageIn(line);
  const form = FORMS[message?.type ?? ''] ?? plain;
  return message
    ? form(message)
        .map((each) => `${each}\n`)
        .join('')
    : `${line}\n`;
}

/** Splits chunks of a log into lines, and writes them as text. */
export class LogLines {
  private rest = '';

  constructor(private readonly write: (text: string) => void) {}

  public add(piece: string): void {
    const lines = (this.rest + piece).split('\n');
    this.rest = lines.pop() ?? '';
    const text = lines.map(readable).join('');
    if (text !== '') this.write(text);
  }

  /** Writes the last line if it has no line break. */
  public end(): void {
    if (this.rest !== '') this.write(messageIn(this.rest) ? readable(this.rest) : this.rest);
    this.rest = '';
  }
}
