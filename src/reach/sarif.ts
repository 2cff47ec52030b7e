import { createHash } from 'node:crypto';
import { isAbsolute, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Matrix, MatrixEntry } from '../topology';
import type { Change } from '../topology/compare';
import { printAnswer, printConnection } from '../topology/print';
import type { Check } from './check-expectations';
import { STDIN } from './read-text';
import type { WrittenModule } from './sources';

/** SARIF rules by identifier. */
const RULES = {
  'expectation-refused': {
    level: 'error',
    text: 'A connection is not as the file of expectations says',
    help: 'Change the network, or the expectation if the connection is intended.',
  },
  'expectation-unknown': {
    level: 'warning',
    text: 'Whether a connection is as expected is not known',
    help: 'State what the message names, e.g. with --source or --var.',
  },
  opened: {
    level: 'warning',
    text: 'A connection becomes possible',
    help: 'Check that the connection is intended.',
  },
  'no-longer-known': {
    level: 'warning',
    text: 'Whether a connection stays as it is is not known',
    help: 'State what the message names, e.g. with --source or --var.',
  },
  closed: {
    level: 'note',
    text: 'A connection is no longer possible',
    help: 'Check that nothing uses the connection.',
  },
  'internet-reaches': {
    level: 'note',
    text: 'The internet reaches a resource',
    help: 'Check that the resource is meant to be public.',
  },
  'internet-unknown': {
    level: 'note',
    text: 'Whether the internet reaches a resource is not known',
    help: 'State what the message names, e.g. with --source or --var.',
  },
} as const;

type RuleId = keyof typeof RULES;

interface Finding {
  readonly rule: RuleId;
  readonly message: string;
  /** Terraform address that the finding refers to. */
  readonly address: string;
  /** Values that identify the finding across runs. */
  readonly identity: readonly unknown[];
}

/** File that findings refer to. */
export interface ReportedFile {
  /** Path of the file or directory. */
  readonly path: string;
  readonly source?: WrittenModule | undefined;
}

interface Place {
  readonly path: string;
  readonly line: number;
}

const MODULE = /^module\.([\w-]+)(?:\[[^\]]*\])?\./;

/** Location of a resource block in the source files. */
function placeIn(module: WrittenModule | undefined, address: string): Place | undefined {
  const [step, name] = MODULE.exec(address) ?? [];
  if (step !== undefined && name !== undefined)
    return placeIn(module?.called(name), address.slice(step.length));
  const [, type, label] = /^([\w-]+)\.([\w-]+)/.exec(address) ?? [];
  if (type === undefined) return undefined;
  const block = new RegExp(`^\\s*resource\\s+"${type}"\\s+"${label}"`, 'm');
  for (const { path, text } of module?.files ?? []) {
    const found = block.exec(text);
    if (found)
      return {
        path,
        line: text.slice(0, found.index).split('\n').length + (/^\n*/.exec(found[0])?.[0].length ?? 0),
      };
  }
  return undefined;
}

/**
 * URI relative to the working directory, which is the repository root in CI; a file URL for paths outside it.
 */
function uriOf(path: string): string {
  const own = relative(process.cwd(), path);
  const isBeside = !own.startsWith('..') && !isAbsolute(own);
  return isBeside ? encodeURI(own.split(sep).join('/')) : pathToFileURL(path).href;
}

function locationOf({ path, source }: ReportedFile, address: string): object {
  const place = placeIn(source, address) ?? { path: source?.files[0]?.path ?? path, line: 1 };
  const physicalLocation = {
    artifactLocation: { uri: uriOf(place.path) },
    region: { startLine: place.line },
  };
  return {
    ...(path !== STDIN && { physicalLocation }),
    logicalLocations: [{ fullyQualifiedName: address, kind: 'resource' }],
  };
}

function resultOf(file: ReportedFile, { rule, message, address, identity }: Finding): object {
  const hash = createHash('sha256')
    .update(JSON.stringify([rule, ...identity]))
    .digest('hex');
  return {
    ruleId: rule,
    ruleIndex: Object.keys(RULES).indexOf(rule),
    level: RULES[rule].level,
    message: { text: message },
    locations: [locationOf(file, address)],
    // GitHub identifies alerts by this fingerprint.
    partialFingerprints: { primaryLocationLineHash: `${hash}:1` },
  };
}

const rules = Object.entries(RULES).map(([id, { level, text, help }]) => ({
  id,
  name: id.replace(/(^|-)(\w)/g, (_, __, letter: string) => letter.toUpperCase()),
  shortDescription: { text: `${text}.` },
  help: { text: help },
  defaultConfiguration: { level },
  properties: { tags: ['security', 'network'] },
}));

/** Creates a SARIF 2.1.0 log. https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html */
export const sarifLog = (file: ReportedFile, findings: readonly Finding[]): object => ({
  $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
  version: '2.1.0',
  runs: [
    {
      tool: { driver: { name: 'devloop reach', rules } },
      columnKind: 'utf16CodeUnits',
      results: findings.map((finding) => resultOf(file, finding)),
    },
  ],
});

/** The endpoint of a connection that is a resource. */
const resourceOf = (from: string, to: string): string => (to === 'internet' ? from : to);

export const findingsOfChecks = (checks: readonly Check[]): Finding[] =>
  checks
    .filter(({ met }) => !met)
    .map((check) => ({
      rule: check.verdict === 'unknown' ? 'expectation-unknown' : 'expectation-refused',
      message: `${check.name}: expected ${check.expected}\n${printAnswer(check, check)}`,
      address: resourceOf(check.from, check.to),
      identity: [check.name, check.from, check.to],
    }));

const CHANGED = { yes: 'opened', no: 'closed', unknown: 'no-longer-known' } as const;

/** IPv4 alone is no part of an identity, so that alerts keep theirs. */
const versions = (over: MatrixEntry['over']): readonly unknown[] =>
  over?.includes('IPv6') === true ? [over] : [];

export const findingsOfChanges = (changes: readonly Change[]): Finding[] =>
  changes.map((change) => {
    const { from, to, protocol, ports, over, before, after, answer } = change;
    const head = `${printConnection(change)}: ${after}, ${before} before`;
    const port = ports[0]?.from ?? 0;
    return {
      rule: CHANGED[after],
      message: answer ? `${head}\n${printAnswer({ from, to, protocol, port }, answer)}` : head,
      address: resourceOf(from, to),
      identity: [from, to, protocol, ports, before, after, ...versions(over)],
    };
  });

/** Findings for connections from the internet that are possible or unknown. */
export const findingsOfMatrix = ({ entries, ends }: Matrix): Finding[] =>
  entries
    .filter(({ from }) => from === 'internet')
    .map((entry) => {
      const { to, protocol, ports, verdict, over, unknown = [] } = entry;
      const gaps = unknown.map((gap) => `\n  - ${gap}`).join('');
      return {
        rule: verdict === 'yes' ? 'internet-reaches' : 'internet-unknown',
        message: `${printConnection(entry)}: ${verdict}${gaps}`,
        address: ends.find(({ name }) => name === to)?.members[0] ?? to,
        identity: [to, protocol, ports, verdict, ...versions(over)],
      };
    });
