import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { flipsOfPlan, unreadables } from './support/unreadable-plan';

type Json = Record<string, unknown>;

const read = (...path: string[]): Json => JSON.parse(readFileSync(join(__dirname, ...path), 'utf8')) as Json;

const PLANS = [
  ...['modules', 'styles', 'dual-stack'].map((name) => ['plans', name, 'plan.json']),
  ...readdirSync(join(__dirname, 'cases'))
    .filter((name) => name.startsWith('plan-'))
    .map((name) => ['cases', name]),
];

describe('Plan with one unreadable expression', () => {
  it.each(PLANS)('does not change a verdict of %s %s between yes and no', (...path) => {
    const plan = read(...path.filter((part) => typeof part === 'string'));
    const parts = unreadables(plan['configuration']);
    expect(parts.length).toBeGreaterThan(5);
    expect(flipsOfPlan(plan, parts)).toEqual([]);
  });
});
