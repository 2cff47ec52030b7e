import { ConfigurationError } from '../core/errors';
import { cloudConfigHead, entriesOf } from './files';
import { fill, type Values } from './fill';
import { composeRole } from './compose';
import { type RoleName, roleOf } from './index';
import type { ServerInputs } from './server-inputs';

/** Maximum size of user data before encoding, in bytes. AWS: "Run commands when you launch an EC2 instance". */
const MAX_BYTES = 16_384;

/** One line without characters that end or escape a single-quoted text. */
const ONE_LINE = /^[\x20-\x26\x28-\x5b\x5d-\x7e]*$/;

/**
 * Renders the cloud-init user data of a server: a cloud-config with the files of its role, for `user_data` of an instance. A launch
 * template requires base64: use `Fn.base64encode(local.asString)` with a `TerraformLocal`, because CDKTF does not pass a text with
 * tokens to a function.
 *
 * @param path configuration path for errors, e.g. `dev.servers[0]`
 * @throws ConfigurationError USER_DATA_INVALID if a value contains unsupported characters; USER_DATA_TOO_LARGE above AWS's limit
 */
export function renderUserData(
  { role, ...server }: ServerInputs & { readonly role: RoleName },
  path: string = role,
): string {
  const { folders, values } = composeRole(roleOf(role), server);
  checkValues(values, path);
  const { text, bytes } = fill(cloudConfigHead + folders.map(entriesOf).join(''), values);
  if (bytes <= MAX_BYTES) return text;
  throw new ConfigurationError({
    code: 'USER_DATA_TOO_LARGE',
    path,
    given: bytes,
    message: 'bytes of user data are more than AWS takes',
    accepted: `at most ${MAX_BYTES} bytes`,
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
