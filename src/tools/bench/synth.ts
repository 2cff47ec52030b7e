import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdktf';
import { parseEnvironment } from '../../config/schema';
import { withoutTokenTraces } from '../../core/stack-traces';
import { PlatformStack } from '../../stacks/platform-stack';
import { synthesize } from '../../terraform/synthesize';
import { base } from './base';

/** Cost of one synth. */
export interface SynthCost {
  readonly resources: number;
  readonly milliseconds: number;
  /** Peak resident memory of the process, in MB. */
  readonly megabytes: number;
}

/** `synth.js SERVERS`: synthesizes `base` with the given number of servers, each with its own group and rules, and prints the cost. */
function measure(count: number): SynthCost {
  const more = Array.from({ length: count - base.servers.length }, (_, index) => ({
    name: `server-${index}`,
    zones: ['a'],
    internetPorts: [443],
  }));
  const outdir = mkdtempSync(join(tmpdir(), 'devloop-bench-'));
  let stack: PlatformStack | undefined;
  const began = performance.now();
  withoutTokenTraces(() => {
    const app = new App({ outdir });
    const network = { ...base.network, subnetCidrs: { private: { a: '10.0.128.0/17' } } };
    const environment = { ...base, network, servers: [...base.servers, ...more] };
    stack = new PlatformStack(app, parseEnvironment(environment, base.name));
    synthesize(app);
  });
  const milliseconds = performance.now() - began;
  const megabytes = process.resourceUsage().maxRSS / 1024;
  rmSync(outdir, { recursive: true });
  const { resource } = stack?.toTerraform() as { resource: Record<string, object> };
  const resources = Object.values(resource).reduce((sum, ofType) => sum + Object.keys(ofType).length, 0);
  return { resources, milliseconds, megabytes };
}

console.log(JSON.stringify(measure(Number(process.argv[2]))));
