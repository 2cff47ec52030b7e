/** An option of a command: a switch, or one that takes a value. */
export interface OptionDefinition {
  readonly type: 'boolean' | 'string';
  readonly description: string;
  /** What stands for the value in help. @default VALUE */
  readonly value?: string;
  /** The values that it takes. @default any */
  readonly choices?: readonly string[];
  readonly default?: string;
  /** Whether the command refuses to run without it. @default false */
  readonly required?: boolean;
  /** What shell completion offers where the values are not fixed. @default nothing */
  readonly completes?: 'environments' | 'files' | 'folders';
}

export type Options = Readonly<Record<string, OptionDefinition>>;

type Value<Option> = Option extends { readonly type: 'boolean' }
  ? boolean
  : Option extends { readonly choices: readonly (infer Choice)[] }
    ? Choice
    : string;

type Present = { readonly type: 'boolean' } | { readonly required: true } | { readonly default: string };

/** What was given for each option. */
export type Values<Given extends Options> = {
  readonly [Name in keyof Given]: Given[Name] extends Present
    ? Value<Given[Name]>
    : Value<Given[Name]> | undefined;
};

/** How a command ends, by the table of exit statuses. */
export type Outcome = 'done' | 'failed' | 'differs';

/** What was given for the options of any command. */
export type AnyValues = Readonly<Record<string, string | boolean | undefined>>;

export interface Run<Given extends Options> {
  readonly options: Values<Given>;
  readonly argument: string | undefined;
  /** Aborted at Ctrl-C. */
  readonly signal: AbortSignal;
  /** Prints the result to standard output: the data under `--json`, else the text, if there is any. */
  readonly result: (data: unknown, text: string) => void;
  /** Tells on standard error what goes on. */
  readonly say: (sentence: string) => void;
}

/** Headings of the help. */
export const GROUPS = {
  emulated: 'On an emulated AWS account on this machine',
  aws: 'On AWS, with the credentials of the shell',
  offline: 'Without AWS',
  workflows: 'In workflows of GitHub Actions',
} as const;

export interface Example {
  /** What follows `devloop`. */
  readonly run: string;
  readonly does: string;
}

/** A command: its help, the reference in docs/commands.md and shell completion are made from this. */
export interface Command<Given extends Options = Options> {
  readonly name: string;
  readonly group: keyof typeof GROUPS;
  /** One line, without a full stop. */
  readonly summary: string;
  /** More, in sentences. */
  readonly description?: string;
  readonly options: Given;
  /** A word without a name. */
  readonly argument?: {
    readonly name: string;
    readonly description: string;
    readonly choices: readonly string[];
  };
  readonly examples: readonly Example[];
  /** Whether it takes `--json`; the schema of what it then prints is docs/json/NAME.schema.json. */
  readonly json?: boolean;
  run(context: Run<Given>): Promise<Outcome> | Promise<void>;
}

export const defineCommand = <const Given extends Options>(command: Command<Given>): Command =>
  command as Command;

export const JSON_OPTION = {
  type: 'boolean',
  description: 'Print one JSON document to standard output, errors too',
} as const satisfies OptionDefinition;

/** The options of a command as they are parsed. */
export const optionsOf = ({ options, json }: Command): Options =>
  json === true ? { ...options, json: JSON_OPTION } : options;

/** For commands that change AWS or a state: they never choose an environment themselves. */
export const ENVIRONMENT = {
  type: 'string',
  value: 'NAME',
  description: 'Environment, a file in src/config/environments',
  required: true,
  completes: 'environments',
} as const satisfies OptionDefinition;

/** For commands that only read. */
export const ENVIRONMENT_TO_READ = {
  type: 'string',
  value: 'NAME',
  description: 'Environment, a file in src/config/environments',
  default: 'dev',
  completes: 'environments',
} as const satisfies OptionDefinition;
