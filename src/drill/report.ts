import type { Drilled } from '.';
import { ageOf, type RestorePoint } from './restore-point';

/** Points that are printed of a store: enough to choose from. */
const SHOWN = 5;

function pointLine(point: RestorePoint, now: Date): string {
  const { snapshot = 'any moment until', maker, region, created, gib } = point;
  const size = gib === undefined ? '' : `, ${gib} GiB`;
  return `${snapshot} ${created.toISOString().slice(0, 16)}Z (${ageOf(point, now)} h ago${size}, ${maker}, ${region})`;
}

function storeLines({ kind, name, deployed, points, problems, steps }: Drilled, now: Date): string[] {
  const there = deployed === undefined ? 'does not exist in AWS' : deployed === name ? '' : deployed;
  const hidden = points.length - SHOWN;
  return [
    `${problems.length > 0 ? '✖' : '✔'} ${kind} ${name}${there && ` (${there})`}`,
    ...problems.map((problem) => `  ${problem}`),
    ...points.slice(0, SHOWN).map((point) => `  ${pointLine(point, now)}`),
    ...(hidden > 0 ? [`  and ${hidden} more`] : []),
    ...(steps.length > 0 ? ['  To restore it:', ...steps.map((step) => `    ${step}`)] : []),
  ];
}

/** Formats restore points, problems and steps. */
export const printDrill = (stores: readonly Drilled[], environment: string, now: Date): string =>
  stores.length === 0
    ? `${environment} has no database and no data volume.`
    : stores.flatMap((store) => storeLines(store, now)).join('\n');

/** The same for programs. */
export const drillDocument = (stores: readonly Drilled[], now: Date) =>
  stores.map(({ kind, address, name, deployed, points, problems, steps }) => ({
    kind,
    address,
    name,
    deployed: deployed ?? null,
    points: points.map((point) => ({
      snapshot: point.snapshot ?? null,
      maker: point.maker,
      region: point.region,
      created: point.created.toISOString(),
      ageHours: ageOf(point, now),
      gib: point.gib ?? null,
    })),
    problems,
    steps,
  }));
