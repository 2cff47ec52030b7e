import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdktf';
import { dev } from '../config/environments/dev';
import { parseEnvironment } from '../config/schema';
import { PlatformStack } from '../stacks/platform-stack';

/** What one synth in a process of its own cost. */
export interface SynthCost {
  readonly resources: number;
  readonly milliseconds: number;
  /** Peak resident memory of the process, in MB. */
  readonly megabytes: number;
}

/** `bench-synth.js SERVERS`: synthesizes `dev` with that many servers, each with its group and rules, and prints its cost. */
function measure(count: number): SynthCost {
  const more = Array.from({ length: count - dev.servers.length }, (_, index) => ({
    name: `server-${index}`,
    zones: ['a'],
    internetPorts: [443],
  }));
  const outdir = mkdtempSync(join(tmpdir(), 'devloop-bench-'));
  const began = performance.now();
  const app = new App({ outdir });
  const stack = new PlatformStack(
    app,
    parseEnvironment({ ...dev, servers: [...dev.servers, ...more] }, dev.name),
  );
  app.synth();
  const milliseconds = performance.now() - began;
  rmSync(outdir, { recursive: true });
  const { resource } = stack.toTerraform() as { resource: Record<string, object> };
  const resources = Object.values(resource).reduce((sum, ofType) => sum + Object.keys(ofType).length, 0);
  return { resources, milliseconds, megabytes: process.resourceUsage().maxRSS / 1024 };
}

console.log(JSON.stringify(measure(Number(process.argv[2]))));
