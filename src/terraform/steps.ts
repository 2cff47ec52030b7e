import { Listr, ListrLogger, ProcessOutput } from 'listr2';
import { seconds } from '../core/duration';
import type { TerraformProgress } from './progress';

export type Report = (sentence: string) => void;

/** One step of a long command. */
export interface Step {
  readonly title: string;
  /** Runs the step. Reports progress, and returns a short description of the result. */
  readonly run: (report: Report) => Promise<string | undefined>;
}

/** Interval between progress reports in milliseconds: shorter on a terminal than in a log. */
const INTERVAL = process.stderr.isTTY ? 1000 : 15_000;

/** Progress goes to standard error. */
const logger = new ListrLogger({ processOutput: new ProcessOutput(process.stderr, process.stderr) });

/** Runs steps in order and shows the result of each. Stops at the first failure and throws its error. */
export async function steps(all: readonly Step[]): Promise<void> {
  let failure: unknown;
  const tasks = all.map(({ title, run }) => ({
    title,
    task: async (_context: unknown, task: { title: string; output: string }) => {
      try {
        const outcome = await run((sentence) => (task.output = sentence));
        if (outcome) task.title = `${title}: ${outcome}`;
      } catch (error) {
        failure = error;
        // The caller prints the error below the list.
        throw new Error('see below');
      }
    },
  }));
  const list = new Listr(tasks, {
    rendererOptions: { showErrorMessage: false, timer: TIMER, logger },
    fallbackRendererOptions: { timer: TIMER, logger },
    fallbackRendererCondition: () => !process.stderr.isTTY,
    registerSignalListeners: false,
  });
  await list.run().catch(() => {
    throw failure;
  });
}

const TIMER = {
  condition: (duration: number | undefined) => (duration ?? 0) > 2000,
  field: (duration: number | undefined) => seconds(duration ?? 0),
  format: () => (text?: string) => text ?? '',
};

/** Reports Terraform's progress while `work` runs. Returns a summary with the slowest resource. */
export async function watch(
  report: Report,
  work: (onProgress: (progress: TerraformProgress) => void) => Promise<TerraformProgress>,
): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  try {
    const progress = await work((under) => {
      timer = setInterval(() => report(under.text), INTERVAL);
    });
    const { address, elapsed } = progress.slowest;
    return `${progress.text}, the longest ${address} (${seconds(elapsed)})`;
  } finally {
    clearInterval(timer);
  }
}
