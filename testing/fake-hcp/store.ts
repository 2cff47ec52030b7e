import { randomBytes } from 'node:crypto';
import type { Log } from './log';
import type { Permission } from './permissions';

/** Creates an id, e.g. `ws-6fHMCom98SDXSQUv`. */
export const newId = (prefix: string): string => {
  const letters = randomBytes(24)
    .toString('base64')
    .replace(/[^A-Za-z0-9]/g, '');
  return `${prefix}-${letters.slice(0, 16).padEnd(16, '0')}`;
};

export interface User {
  readonly id: string;
  readonly username: string;
  readonly permission: Permission;
}

export interface Project {
  readonly id: string;
  readonly name: string;
}

export interface Variable {
  readonly id: string;
  readonly key: string;
  readonly value: string;
  readonly description: string;
  readonly category: 'terraform' | 'env';
  readonly hcl: boolean;
  readonly sensitive: boolean;
}

/** Lock of a workspace by a user or a run. */
export interface Lock {
  readonly type: 'users' | 'runs';
  readonly id: string;
  readonly reason: string;
}

export interface Workspace {
  readonly id: string;
  readonly createdAt: string;
  readonly project: string;
  name: string;
  description: string;
  executionMode: 'remote' | 'local';
  autoApply: boolean;
  /** Whether logs are JSON lines instead of text. */
  structuredOutput: boolean;
  terraformVersion: string;
  lock: Lock | undefined;
  variables: Variable[];
  /** Oldest first. */
  readonly states: StateVersion[];
  readonly runs: Run[];
  readonly configurations: ConfigurationVersion[];
}

export interface StateVersion {
  readonly id: string;
  readonly workspace: string;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly serial: number;
  readonly lineage: string;
  readonly run: string | undefined;
  readonly md5: string;
  /** Undefined before the upload. */
  raw: string | undefined;
  json: string | undefined;
  readonly urls: Readonly<Record<'download' | 'upload' | 'jsonDownload' | 'jsonUpload', string>>;
}

export interface ConfigurationVersion {
  readonly id: string;
  readonly workspace: string;
  readonly speculative: boolean;
  readonly provisional: boolean;
  readonly autoQueueRuns: boolean;
  readonly uploadUrl: string;
  status: 'pending' | 'uploaded';
  archive: Buffer | undefined;
}

/** A plan or an apply of a run. */
export interface Phase {
  readonly id: string;
  readonly log: Log;
  readonly logUrl: string;
  status: 'pending' | 'running' | 'finished' | 'errored' | 'canceled' | 'unreachable';
  readonly timestamps: Record<string, string>;
  changes: { readonly add: number; readonly change: number; readonly remove: number };
}

/** https://developer.hashicorp.com/terraform/cloud-docs/api-docs/run#run-states */
export type RunStatus =
  | 'pending'
  | 'planning'
  | 'planned'
  | 'planned_and_finished'
  | 'planned_and_saved'
  | 'policy_override'
  | 'confirmed'
  | 'applying'
  | 'applied'
  | 'discarded'
  | 'errored'
  | 'canceled';

export interface Run {
  readonly id: string;
  readonly workspace: string;
  readonly configuration: string;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly message: string;
  readonly isDestroy: boolean;
  readonly refresh: boolean;
  readonly refreshOnly: boolean;
  readonly planOnly: boolean;
  readonly savePlan: boolean;
  readonly autoApply: boolean;
  readonly targets: readonly string[];
  readonly replaces: readonly string[];
  readonly variables: readonly { readonly key: string; readonly value: string }[];
  readonly plan: Phase;
  readonly apply: Phase;
  readonly timestamps: Record<string, string>;
  status: RunStatus;
  hasChanges: boolean;
  /** Output of `terraform show -json`. */
  planJson: string | undefined;
  /** Plan in the CLI's format: without sensitive values, with the schemas of changed resources. */
  redactedPlanJson: string | undefined;
  canceledAt: Date | undefined;
}

/** Records of the server. */
export class Store {
  public readonly projects = new Map<string, Project>();
  public readonly workspaces = new Map<string, Workspace>();
  public readonly configurations = new Map<string, ConfigurationVersion>();
  public readonly states = new Map<string, StateVersion>();
  public readonly runs = new Map<string, Run>();

  constructor(
    public readonly organization: string,
    /** Terraform version of the workers. New workspaces get it. */
    public readonly terraformVersion: string,
    public readonly users: ReadonlyMap<string, User>,
  ) {}

  public workspaceNamed(name: string): Workspace | undefined {
    return [...this.workspaces.values()].find((workspace) => workspace.name === name);
  }

  public projectNamed(name: string): Project {
    const known = [...this.projects.values()].find((project) => project.name === name);
    const project = known ?? { id: newId('prj'), name };
    this.projects.set(project.id, project);
    return project;
  }

  public phase(id: string): { readonly run: Run; readonly phase: Phase } | undefined {
    for (const run of this.runs.values()) {
      for (const phase of [run.plan, run.apply]) if (phase.id === id) return { run, phase };
    }
    return undefined;
  }
}

/** Latest uploaded state. */
export const currentState = ({ states }: Workspace): StateVersion | undefined =>
  states.filter(({ raw }) => raw !== undefined).at(-1);
