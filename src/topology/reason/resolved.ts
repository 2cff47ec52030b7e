import type { Endpoint } from '../model/endpoints';
import type { Family } from '../../net/families';
import type { RangeSet } from '../../net/ranges';
import type { Answer } from './answer';
import type { RemoteEndpoint } from './remote-endpoint';

/** One side of a question, once its text is understood. */
export type ResolvedEndpoint =
  | { readonly kind: 'end'; readonly end: Endpoint }
  /** Outside of the network; over each family it is another one, and one that it reaches is enough. */
  | { readonly kind: 'public' | 'private'; readonly remotes: readonly RemoteEndpoint[] }
  /** Something of which the answer is known at once. */
  | { readonly kind: 'settled'; readonly answer: Answer; readonly label: string };

export const outside = (
  kind: RemoteEndpoint['kind'],
  family: Family,
  set: RangeSet,
  label: string,
): RemoteEndpoint => ({
  kind,
  family,
  set,
  names: [],
  groups: [],
  label,
});
