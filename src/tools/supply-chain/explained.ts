/** A package with advisories that stays, and why. */
export interface Explained {
  /** Folders of the package, as `npm audit` lists them. */
  readonly folders: readonly string[];
  /** Completes "stays, because it …". */
  readonly reason: string;
}

const IN_CDKTF = 'node_modules/cdktf/node_modules';

/** What cdktf 0.21.0 bundles for its archives of assets. */
const BUNDLED =
  'is bundled inside the package of cdktf and cannot be overridden. It only sees patterns that the code of a stack gives, and this project has no asset';

/** Packages with advisories that `npm audit` of production dependencies may name. */
export const EXPLAINED: Readonly<Record<string, Explained>> = {
  'brace-expansion': { folders: [`${IN_CDKTF}/brace-expansion`], reason: BUNDLED },
  minimatch: {
    folders: [`${IN_CDKTF}/glob/node_modules/minimatch`, `${IN_CDKTF}/minimatch`],
    reason: BUNDLED,
  },
};
