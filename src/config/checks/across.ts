import {
  backendName,
  backendSettings,
  type BackendSettings,
  type StateSettings,
} from '../../core/state-backend';
import { namePrefix } from '../../core/names';
import { pathText } from '../../core/property-path';
import type { Issue } from '../../core/errors';
import { hostNamesOf } from './domain';
import type { Draft } from './draft';
import { instanceNames } from './servers';

/** A configuration file: its name in messages, and what of it is valid. */
export interface Source {
  readonly root: string;
  readonly draft: Draft;
}

/** A value that no other environment may have. */
interface Claim {
  readonly path: readonly PropertyKey[];
  readonly given: unknown;
  /** What is compared. */
  readonly key: string;
}

/** A claim that was made first. */
interface Holder extends Claim {
  readonly source: Source;
  /** Its whole path as text. */
  readonly at: string;
}

/** A kind of value that environments must not share. */
interface Kind {
  readonly claims: (draft: Draft) => readonly Claim[];
  /** What is wrong with a claim, where somebody holds it already. */
  readonly message: (claim: Claim, holder: Holder) => string;
  readonly accepted: string;
  /** Whether it follows from project and name, which are reported themselves where they are the same. @default false */
  readonly derived?: boolean;
  /** @default a claim of the same key */
  readonly clashes?: (claim: Claim, holder: Holder) => boolean;
}

const stated = ({ name, project }: Draft): { name: string; project: string } | undefined =>
  name === undefined || project === undefined ? undefined : { name, project };

function backendOf(draft: Draft): BackendSettings | undefined {
  const names = stated(draft);
  const { state } = draft;
  const whole =
    state?.backend === 's3' ? state.bucket && state.region : state?.backend !== 'cloud' || state.organization;
  return names && state?.backend && whole
    ? backendSettings({ ...names, state: state as StateSettings })
    : undefined;
}

const stateClaims = (draft: Draft): Claim[] => {
  const backend = backendOf(draft);
  if (!backend) return [];
  const path = [
    'state',
    ...(draft.state?.backend === 'cloud' && draft.state.workspace !== undefined ? ['workspace'] : []),
  ];
  const given =
    backend.type === 'cloud' ? backend.workspace : backend.type === 's3' ? backend.key : backend.file;
  return [{ path, given, key: backendName(backend).toLowerCase() }];
};

const allocationClaims = ({ network }: Draft): Claim[] => {
  const { allocationIds = {} } = { ...network?.nat } as {
    allocationIds?: Record<string, string | undefined>;
  };
  return Object.entries(allocationIds).flatMap(([zone, id]) =>
    id === undefined ? [] : [{ path: ['network', 'nat', 'allocationIds', zone], given: id, key: id }],
  );
};

const hostNameClaims = (draft: Draft): Claim[] =>
  hostNamesOf(draft).map(([path, name]) => ({ path, given: name, key: name }));

/** Prefix and name of each server, where another environment's prefix may go on with what begins a server's name. */
const fullNameClaims = (draft: Draft): Claim[] => {
  const names = stated(draft);
  if (!names) return [];
  const all = instanceNames(draft).map(([path, name]) => ({
    path,
    given: name,
    key: `${namePrefix(names)}-${name}`,
  }));
  return [...new Map(all.map((claim) => [claim.key, claim])).values()];
};

const prefixClaims = (draft: Draft): Claim[] => {
  const names = stated(draft);
  return names ? [{ path: ['name'], given: names.name, key: namePrefix(names) }] : [];
};

/** Where the state's bucket is: a bucket has one region. */
const bucketClaims = ({ state }: Draft): Claim[] =>
  state?.backend === 's3' && state.bucket !== undefined && state.region !== undefined
    ? [{ path: ['state', 'region'], given: state.region, key: state.bucket }]
    : [];

const KINDS: readonly Kind[] = [
  {
    claims: ({ name }) => (name === undefined ? [] : [{ path: ['name'], given: name, key: name }]),
    message: (_, { source }) => `is also the name of ${source.root}`,
    accepted: 'a name for each environment',
  },
  {
    claims: prefixClaims,
    message: ({ key }, { source }) =>
      `makes ${key} the start of its names in AWS, which is also that of ${source.root}`,
    accepted: 'a project and a name that differ in more than where the hyphen stands',
    derived: true,
  },
  {
    claims: fullNameClaims,
    message: ({ key }, { at }) => `makes the name ${key} in AWS, as ${at} does`,
    accepted: 'another name',
    derived: true,
  },
  {
    claims: stateClaims,
    message: (_, { source }) => `also holds the state of ${source.root}`,
    accepted: 'a state for each environment',
    derived: true,
  },
  {
    claims: bucketClaims,
    message: ({ key }, { source, given }) =>
      `is not the region of bucket ${key}, which is ${String(given)} in ${source.root}`,
    accepted: 'one region for a bucket',
    clashes: ({ given }, holder) => given !== holder.given,
  },
  {
    claims: allocationClaims,
    message: (_, { at }) => `is also the address of ${at}`,
    accepted: 'an Elastic IP address for each NAT gateway',
  },
  {
    claims: hostNameClaims,
    message: (_, { at }) => `is also the host name of ${at}`,
    accepted: 'a host name for each server',
  },
];

/** Whether environments share all that is made of project and name. */
const sameNames = (one: Draft, other: Draft): boolean =>
  one.name === other.name && one.project === other.project;

const samePrefix = (one: Draft, other: Draft): boolean =>
  prefixClaims(one)[0]?.key === prefixClaims(other)[0]?.key;

/** Of environments whose prefixes are the same, not every name is reported. */
const isReportedAlready = ({ claims, derived }: Kind, one: Draft, other: Draft): boolean =>
  derived === true && (sameNames(one, other) || (claims === fullNameClaims && samePrefix(one, other)));

function clashesOf(kind: Kind, sources: readonly Source[]): Issue[] {
  const { claims, message, accepted, clashes = () => true } = kind;
  const holders = new Map<string, Holder>();
  return sources.flatMap((source) =>
    claims(source.draft).flatMap((claim): Issue[] => {
      const path = pathText([source.root, ...claim.path]);
      const holder = holders.get(claim.key);
      if (!holder) {
        holders.set(claim.key, { ...claim, source, at: path });
        return [];
      }
      return holder.source !== source &&
        !isReportedAlready(kind, source.draft, holder.source.draft) &&
        clashes(claim, holder)
        ? [{ code: 'NAME_DUPLICATE', path, given: claim.given, message: message(claim, holder), accepted }]
        : [];
    }),
  );
}

/** What configuration files share that each must have for itself. */
export const acrossEnvironments = (sources: readonly Source[]): Issue[] =>
  KINDS.flatMap((kind) => clashesOf(kind, sources));
