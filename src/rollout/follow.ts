import { setTimeout as sleep } from 'node:timers/promises';
import { seconds } from '../core/duration';
import type { ServerGroups } from '../aws/server-groups';
import type { Application } from './applications';
import { observe, type Observation, type ObservedServer } from './observation';
import { judge } from './verdict';

export interface FollowOptions {
  /** In milliseconds. */
  readonly timeout: number;
  /** Time between two looks, in milliseconds. */
  readonly interval: number;
  readonly signal: AbortSignal;
  readonly onProgress: (sentence: string) => void;
}

export interface Ended {
  readonly done: boolean;
  readonly sentence: string;
  readonly now: Observation;
  /** Host names of servers that failed a health check, the latest first. */
  readonly suspects: readonly string[];
}

/** e.g. `i-1 does not answer: Target.Timeout (Request timed out)`. */
export function describeFault({ id, target }: ObservedServer): string {
  const description = target?.description === undefined ? '' : ` (${target.description})`;
  const why = target ? `: ${target.reason ?? target.state}${description}` : '';
  return `${id} does not answer${why}`;
}

/** Remembers servers that fail health checks: Auto Scaling terminates them, and their logs are the reason. */
class Suspects {
  private readonly hosts = new Map<string, string>();
  private readonly told = new Set<string>();

  constructor(
    private readonly aws: ServerGroups,
    private readonly onProgress: (sentence: string) => void,
  ) {}

  public async look({ servers }: Observation): Promise<void> {
    const failing = servers.filter(
      ({ current, target, unhealthy }) => current && (unhealthy || target?.state === 'unhealthy'),
    );
    for (const server of failing) {
      const sentence = describeFault(server);
      if (!this.told.has(sentence)) this.onProgress(sentence);
      this.told.add(sentence);
      if (this.hosts.has(server.id)) continue;
      const host = await this.aws.hostName(server.id);
      if (host !== undefined) this.hosts.set(server.id, host);
    }
  }

  public get latestFirst(): string[] {
    return [...this.hosts.values()].reverse();
  }
}

/** Watches an application until each of its servers answers, or it is clear that they will not. */
export async function follow(
  aws: ServerGroups,
  application: Application,
  { timeout, interval, signal, onProgress }: FollowOptions,
): Promise<Ended> {
  const suspects = new Suspects(aws, onProgress);
  const end = Date.now() + timeout;
  let before = '';
  for (;;) {
    const now = await observe(aws, application);
    const { state, sentence } = judge(now);
    if (sentence !== before) onProgress(`${application.name}: ${sentence}`);
    before = sentence;
    await suspects.look(now);
    const ended = { sentence, now, suspects: suspects.latestFirst };
    if (state !== 'going') return { ...ended, done: state === 'done' };
    if (Date.now() + interval > end)
      return { ...ended, done: false, sentence: `not ended after ${seconds(timeout)}: ${sentence}` };
    await sleep(interval, undefined, { signal });
  }
}
