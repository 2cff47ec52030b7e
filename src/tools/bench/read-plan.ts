import { readFileSync } from 'node:fs';
import { Topology } from '../../topology';

/** What reading one plan in a process of its own cost. */
export interface PlanCost {
  readonly milliseconds: number;
  /** The same for the JSON alone. */
  readonly parsed: number;
  /** Peak resident memory of the process, in MB. */
  readonly megabytes: number;
}

/** `read-plan.js FILE`: prints what the matrix of a plan costs, the reading of its file included. */
function measure(file: string): PlanCost {
  const began = performance.now();
  Topology.read(readFileSync(file, 'utf8')).matrix();
  const milliseconds = performance.now() - began;
  const megabytes = process.resourceUsage().maxRSS / 1024;
  const parsing = performance.now();
  JSON.parse(readFileSync(file, 'utf8'));
  return { milliseconds, parsed: performance.now() - parsing, megabytes };
}

console.log(JSON.stringify(measure(String(process.argv[2]))));
