import { DEFAULT_ENVIRONMENT } from './default-environment';

/** An option of a command: a switch, or an option with a value. */
export interface OptionDefinition {
  readonly type: 'boolean' | 'string';
  readonly description: string;
  /** Placeholder of the value in help. @default VALUE */
  readonly value?: string;
  /** Accepted values. @default any */
  readonly choices?: readonly string[];
  readonly default?: string;
  /** Whether the option is mandatory. @default false */
  readonly required?: boolean;
  /** Whether the option is repeatable. @default false */
  readonly repeats?: true;
  /** Kind of values that shell completion offers if there are no `choices`. @default none */
  readonly completes?: 'environments' | 'files' | 'folders';
}

export type Options = Readonly<Record<string, OptionDefinition>>;

/** A value of a repeatable option. */
export interface Repeated {
  readonly value: string;
  /** Position among the values of repeatable options on the command line. */
  readonly position: number;
}

type Value<Option> = Option extends { readonly type: 'boolean' }
  ? boolean
  : Option extends { readonly repeats: true }
    ? readonly Repeated[]
    : Option extends { readonly choices: readonly (infer Choice)[] }
      ? Choice
      : string;

type Present =
  | { readonly type: 'boolean' }
  | { readonly repeats: true }
  | { readonly required: true }
  | { readonly default: string };

/** Parsed values of options. */
export type Values<Given extends Options> = {
  readonly [Name in keyof Given]: Given[Name] extends Present
    ? Value<Given[Name]>
    : Value<Given[Name]> | undefined;
};

/** Result of a command, for the exit status. */
export type Outcome = 'done' | 'failed' | 'differs';

/** Parsed options of any command. */
export type AnyValues = Readonly<Record<string, string | boolean | readonly Repeated[] | undefined>>;

export interface Run<Given extends Options> {
  readonly options: Values<Given>;
  readonly argument: string | undefined;
  /** Second positional argument. */
  readonly operand: string | undefined;
  /** Aborted on Ctrl-C. */
  readonly signal: AbortSignal;
  /** Prints the result to standard output: the data under `--json`, otherwise the text, unless it is empty. */
  readonly result: (data: unknown, text: string) => void;
  /** Prints progress to standard error. */
  readonly say: (sentence: string) => void;
}

/** Groups of commands, with their headings in help. */
export const GROUPS = {
  emulated: 'On an emulated AWS account on this machine',
  aws: 'On AWS, with the credentials of the shell',
  offline: 'Without AWS',
  workflows: 'In workflows of GitHub Actions',
} as const;

export interface Example {
  /** Arguments of `devloop`. */
  readonly run: string;
  readonly does: string;
}

/** A command. Help, docs/commands.md and shell completion are generated from it. */
export interface Command<Given extends Options = Options> {
  readonly name: string;
  readonly group: keyof typeof GROUPS;
  /** One line, without a full stop. */
  readonly summary: string;
  /** Further sentences. */
  readonly description?: string;
  readonly options: Given;
  /** Positional argument. */
  readonly argument?: {
    readonly name: string;
    readonly description: string;
    /** @default any word */
    readonly choices?: readonly string[];
    /** Whether it may be left out. @default false */
    readonly optional?: true;
  };
  /** Second positional argument, which some choices of the first one require. @default none */
  readonly operand?: {
    readonly name: string;
    readonly description: string;
    readonly of: readonly string[];
  };
  readonly examples: readonly Example[];
  /** Whether it supports `--json`. The schema is in docs/json/NAME.schema.json. */
  readonly json?: boolean;
  run(context: Run<Given>): Promise<Outcome> | Promise<void>;
}

export const defineCommand = <const Given extends Options>(command: Command<Given>): Command =>
  command as Command;

export const JSON_OPTION = {
  type: 'boolean',
  description: 'Print one JSON document to standard output, errors too',
} as const satisfies OptionDefinition;

/** Options of a command, including `--json`. */
export const optionsOf = ({ options, json }: Command): Options =>
  json === true ? { ...options, json: JSON_OPTION } : options;

/** For commands that change AWS or a state. Has no default. */
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
  default: DEFAULT_ENVIRONMENT,
  completes: 'environments',
} as const satisfies OptionDefinition;
