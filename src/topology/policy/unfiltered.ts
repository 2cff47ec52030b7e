import type { Class } from '../matrix-classes';
import { interfacesOf } from '../model/endpoints';
import { Unknown } from '../value';
import type { Violation } from './network-policy';
import type { Verification } from './verification';

/** Violations for endpoints whose security groups are not all known, or that have none. */
export const unfiltered = ({ members }: Verification): Violation[] => [...members.governed].flatMap(gapOf);

function gapOf({ end }: Class): Violation[] {
  const memberships = interfacesOf(end).map(({ groups }) => groups);
  const gap = memberships.flatMap((groups) => groups?.flat() ?? []).find((key) => key instanceof Unknown);
  if (gap instanceof Unknown) {
    const message = `it cannot be ruled out that more reaches it than is declared: not every security group that it has is known (${gap.why})`;
    return [{ address: end.address, message }];
  }
  return memberships.includes(undefined)
    ? [
        {
          address: end.address,
          message: 'no security group filters what reaches it: give it that of its construct',
        },
      ]
    : [];
}
