import { writeFileSync } from 'node:fs';
import type { RoleName } from '../../../src/roles';
import { figuresFile, type RoleFigures } from '../../../src/roles/figures';
import { updatesGolden } from '../golden';
import type { Machine } from './machine';

/** Sum of the memory of all processes in MiB, shared pages by their share. Linux: proc_pid_smaps_rollup(5). */
const MEMORY = `cat /proc/[0-9]*/smaps_rollup 2>/dev/null |
  awk '/^Pss:/ { kibibytes += $2 } END { printf "%d", kibibytes / 1024 }'`;

/** Call it once a role answers: writes what it takes for the manual, where Jest was started with `--updateSnapshot`. */
export async function recordFigures(role: RoleName, machine: Machine, measured: string): Promise<void> {
  const figures: RoleFigures = {
    seconds: machine.secondsSinceBoot(),
    mebibytes: Number(await machine.output(MEMORY)),
    measured,
  };
  expect(figures.mebibytes).toBeGreaterThan(0);
  if (updatesGolden()) writeFileSync(figuresFile(role), `${JSON.stringify(figures, undefined, 2)}\n`);
}
