import { union } from '../../net/ranges';
import type { PublicEndpoint } from '../model/endpoints';
import { Unknown } from '../value';
import { no, unknown, yes, type Answer } from './answer';
import { covers, seenBy, type RemoteEndpoint } from './remote-endpoint';

/**
 * Whether a service's endpoint on the internet lets the other side in.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html
 */
export function passPublicEndpoint(
  address: string,
  { isOpen, sources }: PublicEndpoint,
  remote: RemoteEndpoint,
): Answer {
  if (isOpen instanceof Unknown) return unknown(isOpen.why);
  if (!isOpen) return no('no public address', `${address} has no endpoint on the internet`);
  const seen = sources.map((match) => seenBy(match, remote));
  const verdict = covers(remote, {
    must: union(...seen.map(({ must }) => must)),
    may: union(...seen.map(({ may }) => may)),
  });
  if (verdict === true) return yes({ at: address, by: 'endpoint on the internet' });
  if (verdict === false)
    return no('ingress rule', `the endpoint of ${address} on the internet does not let ${remote.label} in`);
  const why = sources.flatMap((match) => match.why ?? []);
  return unknown(...(why.length > 0 ? why : [`which address ${remote.label} has on the internet`]));
}
