import { readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { didYouMean } from '../core/did-you-mean';
import { ConfigurationError, type Issue } from '../core/errors';
import type { Variables } from '../core/variables';

/** Endpoints for all services or one. AWS: "Service-specific endpoints". */
const ENDPOINT_URL = /^AWS_ENDPOINT_URL(_\w+)?$/;

/** Section of a profile in a shared file: `[name]` or `[profile name]`. AWS: "Configuration and credential file settings". */
const SECTION = /^\s*\[\s*(?:profile\s+)?([^\]\s]+)\s*\]/gm;

const sharedFiles = (env: Variables): string[] => {
  const home = env['HOME'] ?? homedir();
  return [
    env['AWS_CONFIG_FILE'] ?? join(home, '.aws', 'config'),
    env['AWS_SHARED_CREDENTIALS_FILE'] ?? join(home, '.aws', 'credentials'),
  ];
};

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;

function profileIssues(env: Variables): Issue[] {
  const profile = env['AWS_PROFILE'];
  if (!profile) return [];
  const files = sharedFiles(env);
  const texts = files.filter(isFile).map((file) => readFileSync(file, 'utf8'));
  const names = [
    ...new Set(texts.flatMap((text) => [...text.matchAll(SECTION)].map(([, name = '']) => name))),
  ];
  if (names.includes(profile)) return [];
  return [
    {
      code: 'USAGE',
      path: 'AWS_PROFILE',
      given: profile,
      message: `is not a profile in ${files.join(' or ')}${didYouMean(profile, names)}`,
      accepted: names.join(', ') || 'none: no profile is configured there',
    },
  ];
}

const isUrl = (text: string): boolean => /^https?:\/\/\S+$/.test(text) && URL.canParse(text);

const endpointIssues = (env: Variables): Issue[] =>
  Object.entries(env)
    .filter(([name, value]) => ENDPOINT_URL.test(name) && value && !isUrl(value))
    .map(([path, given]) => ({
      code: 'USAGE',
      path,
      given,
      message: 'is not a URL',
      accepted: 'a URL with its scheme, and a port of at most 65535, e.g. http://127.0.0.1:5000',
    }));

/**
 * Checks the variables with which a command reaches AWS, which the SDK would report in other words, or not at all.
 *
 * @throws ConfigurationError USAGE for a profile that does not exist and for endpoints without a scheme
 */
export function checkAwsVariables(env: Variables = process.env): void {
  const issues = [...profileIssues(env), ...endpointIssues(env)];
  if (issues.length > 0) throw new ConfigurationError(issues);
}
