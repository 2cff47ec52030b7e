import type { CacheAccess } from '../../../src/roles/server-inputs';
import { tool } from '../processes/tools';
import type { FakeSecrets } from './fake-secrets';
import type { RealRedis } from './real-redis';

/** User of the cache. */
export const CACHE_USER = 'devloop-dev';

export const CACHE_SECRET =
  'arn:aws:secretsmanager:ap-northeast-2:123456789012:secret:devloop-dev/cache/password-AbCdEf';

/** What a server is told of a cache. */
export function accessTo({ endpoint }: RealRedis): CacheAccess {
  const [host = '', port] = endpoint.split(':');
  const userArn = `arn:aws:elasticache:ap-northeast-2:123456789012:user:${CACHE_USER}`;
  return { host, port: Number(port), user: CACHE_USER, userArn, secretArn: CACHE_SECRET };
}

/** Bash code of an `aws` that knows secrets, and the cache's user. */
export const awsWith = (secrets: FakeSecrets, cache: RealRedis): string =>
  `[[ "$1 $2" != 'elasticache modify-user' ]] || { ${cache.modifyingUser(tool('jq'), tool('redis-cli'))}; exit; }
${secrets.script}`;

/** Programs of the scripts that are not AWS's. */
export const CACHE_PROGRAMS = ['jq', 'mkdir', 'cat', 'od', 'tr', 'timeout', 'openssl'];
