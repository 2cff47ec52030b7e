import { ConfigurationError } from '../core/errors';
import { cloudConfigHead, entriesOf } from './files';
import { fill, type Values } from './fill';
import { composeRole } from './compose';
import { type RoleName, roleOf } from './index';
import type { ServerInputs } from './server-inputs';

/** AWS: "Run commands when you launch an EC2 instance": user data has at most 16 KB, before it is encoded. */
const MOST_BYTES = 16_384;

/** One line that neither ends a quoted text nor escapes anything in it. */
const ONE_LINE = /^[\x20-\x26\x28-\x5b\x5d-\x7e]*$/;

/**
 * The cloud-init user data of a server: a cloud-config with the files of its role, for `user_data` of an instance. A launch
 * template wants it encoded: `Fn.base64encode(local.asString)` of a `TerraformLocal`, since CDKTF passes no such text to a
 * function by itself.
 *
 * @param path whose it is, for messages, as `dev.servers[0]`
 * @throws ConfigurationError USER_DATA_INVALID where a value cannot stand in a file; USER_DATA_TOO_LARGE beyond AWS's limit
 */
export function renderUserData(
  { role, ...server }: ServerInputs & { readonly role: RoleName },
  path: string = role,
): string {
  const { folders, values } = composeRole(roleOf(role), server);
  checkValues(values, path);
  const { text, bytes } = fill(cloudConfigHead + folders.map(entriesOf).join(''), values);
  if (bytes <= MOST_BYTES) return text;
  throw new ConfigurationError({
    code: 'USER_DATA_TOO_LARGE',
    path,
    given: bytes,
    message: 'bytes of user data are more than AWS takes',
    accepted: `at most ${MOST_BYTES} bytes`,
  });
}

function checkValues(values: Values, path: string): void {
  const problems = Object.entries(values)
    .filter(([, value]) => !ONE_LINE.test(value))
    .map(([name, value]) => ({
      code: 'USER_DATA_INVALID' as const,
      path: `${path}.${name}`,
      given: value,
      message: 'cannot stand in user data',
      accepted: 'one line of printable ASCII without single quotes and backslashes',
    }));
  if (problems.length > 0) throw new ConfigurationError(problems);
}
