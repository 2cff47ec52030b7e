import { readFileSync } from 'node:fs';
import Big from 'big.js';
import { parse } from 'yaml';
import * as z from 'zod';
import { didYouMean } from '../core/did-you-mean';
import { ConfigurationError, type Issue } from '../core/errors';
import { fileErrorMeaning } from '../core/file-errors';

/** Stated usage a month. */
export interface Usage {
  /** Undefined where nothing is stated. */
  amountOf(address: string, charge: string): Big | undefined;
}

/** Amounts a month by Terraform address and name of the charge. */
export const usageShape = z
  .record(
    z.string(),
    z
      .record(z.string(), z.number().nonnegative())
      .describe('Amount a month by the name of a charge, in its unit'),
  )
  .describe('Usage by Terraform address');

export type StatedUsage = z.output<typeof usageShape>;

export const NO_USAGE: Usage = { amountOf: () => undefined };

const usageIssue = (issue: Omit<Issue, 'code'>): Issue => ({ code: 'USAGE', ...issue });

function parsed(file: string): unknown {
  try {
    return parse(readFileSync(file, 'utf8')) as unknown;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const isYaml = (error as Error).name === 'YAMLParseError';
    throw new ConfigurationError(
      usageIssue({
        path: file,
        message:
          isYaml || code === undefined
            ? `is not YAML or JSON: ${message.split('\n')[0]}`
            : `cannot be read: ${fileErrorMeaning(code)}`,
        accepted: 'a file with amounts by Terraform address, in YAML or JSON',
      }),
    );
  }
}

/**
 * Reads a usage file in YAML or JSON.
 *
 * @throws ConfigurationError USAGE with all problems
 */
export function readUsage(file: string): StatedUsage {
  const shape = usageShape.safeParse(parsed(file) ?? {});
  if (shape.success) return shape.data;
  throw new ConfigurationError(
    shape.error.issues.map(({ path, message }) =>
      usageIssue({
        path: [file, ...path.map(String)].join(': '),
        message: `is not an amount: ${message}`,
        accepted: 'a number of at least 0 for each charge of an address',
      }),
    ),
  );
}

export const usageOf = (stated: StatedUsage): Usage => ({
  amountOf: (address, charge) => {
    const amount = stated[address]?.[charge];
    return amount === undefined ? undefined : new Big(amount);
  },
});

/** Charges by use of an address. */
export interface Billable {
  readonly address: string;
  readonly charges: readonly string[];
}

/**
 * Rejects usage of what is not charged by use, which would otherwise count for nothing.
 *
 * @throws ConfigurationError USAGE
 */
export function checkUsage(file: string, stated: StatedUsage, billable: readonly Billable[]): void {
  const known = new Map(billable.map(({ address, charges }) => [address, charges]));
  const issues = Object.entries(stated).flatMap(([address, amounts]): Issue[] => {
    const charges = known.get(address);
    if (!charges)
      return [
        usageIssue({
          path: `${file}: ${address}`,
          message: `is not a resource that is charged by use${didYouMean(address, [...known.keys()])}`,
          accepted: [...known.keys()].join(', ') || 'none: nothing is charged by use',
        }),
      ];
    return Object.keys(amounts)
      .filter((name) => !charges.includes(name))
      .map((name) =>
        usageIssue({
          path: `${file}: ${address}: ${name}`,
          message: `is not a charge by use of it${didYouMean(name, charges)}`,
          accepted: charges.join(', '),
        }),
      );
  });
  if (issues.length > 0) throw new ConfigurationError(issues);
}
