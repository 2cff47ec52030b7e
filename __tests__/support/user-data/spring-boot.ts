import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ConfigurationError } from '../../../src/core/errors';
import { PROJECT_DIR } from '../../../src/system/paths';
import { ContainerProcess, type ImageStandIn } from './container-process';

/** What `.ci/application` builds. */
export const APPLICATION_JAR = join(PROJECT_DIR, '.local', 'application', 'application.jar');

/** @throws ConfigurationError PREREQUISITE_MISSING */
export function checkApplication(): void {
  if (existsSync(APPLICATION_JAR)) return;
  throw new ConfigurationError({
    code: 'PREREQUISITE_MISSING',
    path: '.local/application',
    message: 'has no application to run',
    accepted: 'what .ci/application builds, with Maven and a JDK',
  });
}

/** The application in a container, on a port of 127.0.0.1. */
export class SpringBoot {
  private constructor(
    private readonly container: ContainerProcess,
    private readonly port: number,
  ) {}

  /** Starts it as its server did, and waits until its load balancer would find it healthy. @throws Error with its log if it ends */
  public static async start(memory: string, image: ImageStandIn, port: number): Promise<SpringBoot> {
    const application = new SpringBoot(ContainerProcess.start(memory, image), port);
    await application.until(async () => (await application.status('/actuator/health/liveness')) === 200);
    return application;
  }

  /** Waits until something holds. @throws Error with its log if it ends */
  public async until(holds: () => Promise<boolean>): Promise<void> {
    for (;;) {
      this.container.assertRuns();
      if (await holds().catch(() => false)) return;
      await pause(200);
    }
  }

  public async status(path: string): Promise<number> {
    return (await this.request(path)).status;
  }

  public async read(path: string): Promise<string> {
    return (await this.request(path)).text();
  }

  public async write(path: string, body: string): Promise<number> {
    return (await this.request(path, { method: 'PUT', body, headers: { 'Content-Type': 'text/plain' } }))
      .status;
  }

  public get log(): string {
    return this.container.log;
  }

  /** Stops it as Docker does. Resolves to its exit status. */
  public stop(): Promise<number | null> {
    return this.container.stop();
  }

  private request(path: string, options?: RequestInit): Promise<Response> {
    return fetch(`http://127.0.0.1:${this.port}${path}`, options);
  }
}
