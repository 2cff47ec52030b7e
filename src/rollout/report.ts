import type { ContainerLog } from '../aws/container-log';

/** How the rollout of one application ended. */
export interface RolledOut {
  /** Name of the server group. */
  readonly name: string;
  readonly done: boolean;
  readonly sentence: string;
  /** Image of the version that is rolled out. @default not known, of single servers */
  readonly image: string | undefined;
  readonly servers: readonly {
    readonly id: string;
    readonly version: string | undefined;
    readonly answers: boolean;
  }[];
  /** Why it failed, in sentences. */
  readonly reasons: readonly string[];
  /** The end of a container's log, where it failed. */
  readonly log: ContainerLog | undefined;
}

const indented = (lines: readonly string[]): string[] => lines.map((line) => `    ${line}`);

function lines({ name, done, sentence, image, reasons, log }: RolledOut): string[] {
  const of = image === undefined ? '' : ` [${image}]`;
  const logLines = log ? [`  Last lines of ${log.stream}:`, ...indented(log.lines)] : [];
  return [
    `${done ? '✔' : '✖'} ${name}: ${sentence}${of}`,
    ...reasons.map((reason) => `  ${reason}`),
    ...logLines,
  ];
}

/** Formats the ends of all applications. */
export const printRollout = (ended: readonly RolledOut[]): string => ended.flatMap(lines).join('\n');
