import type { ContainerLog } from '../aws/container-log';

import type { RolledBack } from './rollback';

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
  readonly rolledBack: RolledBack | undefined;
}

function advice({ image }: RolledBack): string[] {
  const value = image === undefined ? 'the previous image' : image;
  return [`  The next apply goes to the image in app_image again: set it to ${value} before.`];
}

function lines({ name, done, sentence, image, reasons, log, rolledBack }: RolledOut): string[] {
  const of = image === undefined ? '' : ` [${image}]`;
  return [
    `${done ? '✔' : '✖'} ${name}: ${sentence}${of}`,
    ...reasons.map((reason) => `  ${reason}`),
    ...(log ? [`  Last lines of ${log.stream}:`, ...log.lines.map((line) => `    ${line}`)] : []),
    ...(rolledBack ? advice(rolledBack) : []),
  ];
}

/** Formats the ends of all applications. */
export const printRollout = (ended: readonly RolledOut[]): string => ended.flatMap(lines).join('\n');
