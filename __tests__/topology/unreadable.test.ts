import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Topology } from '../../src/topology';

type Json = Record<string, unknown>;
const UNREADABLE = { references: ['local.unreadable'] };

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null;

/** Every expression of resources, outputs and module calls that mentions something. */
function mentions(json: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (!isObject(json)) return [];
  if (Array.isArray(json['references'])) return [path];
  return Object.entries(json).flatMap(([name, inner]) => mentions(inner, [...path, name]));
}

function replaced(json: unknown, [name, ...rest]: readonly string[]): unknown {
  if (name === undefined) return UNREADABLE;
  if (Array.isArray(json))
    return json.map((item: unknown, i) => (String(i) === name ? replaced(item, rest) : item));
  return { ...(json as Json), [name]: replaced((json as Json)[name], rest) };
}

const PORTS = [22, 80, 5432, 8080];

function verdicts(plan: Json): Map<string, string> {
  const topology = Topology.read(plan);
  const ends = ['internet', ...topology.ends()];
  return new Map(
    ends.flatMap((from) =>
      ends
        .filter((to) => to !== 'internet')
        .flatMap((to) =>
          PORTS.map(
            (port) => [`${from} > ${to} ${port}`, topology.reach(from, to, 'tcp', port).verdict] as const,
          ),
        ),
    ),
  );
}

describe('Plan with one unreadable expression', () => {
  it.each(['modules', 'styles', 'dual-stack'])(
    'does not change a verdict of %s between yes and no',
    (name) => {
      const plan = JSON.parse(readFileSync(join(__dirname, 'plans', name, 'plan.json'), 'utf8')) as Json;
      const before = verdicts(plan);
      const paths = mentions(plan['configuration'], ['configuration']);
      expect(paths.length).toBeGreaterThan(20);
      const flips = paths.flatMap((path) =>
        [...verdicts(replaced(plan, path) as Json)]
          .filter(
            ([question, after]) =>
              after !== 'unknown' && ![after, 'unknown'].includes(before.get(question) ?? after),
          )
          .map(([question, after]) => `${path.join('.')}: ${question} ${after}`),
      );
      expect(flips).toEqual([]);
    },
  );
});
