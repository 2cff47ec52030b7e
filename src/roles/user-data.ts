import { ConfigurationError } from '../core/errors';
import { cloudConfigHead } from './files';
import { fill, PRINTABLE, type Values } from './fill';
import { composeRole } from './compose';
import { type RoleName, roleOf } from './index';
import { MAX_BYTES, sizeOf } from './user-data-size';
import type { ServerInputs } from './server-inputs';

/** One line without characters that end or escape a single-quoted text. */
const ONE_LINE = /^[\x20-\x26\x28-\x5b\x5d-\x7e]*$/;

/**
 * Renders the cloud-init user data of a server: a cloud-config with the files of its role, for `user_data` of an instance, or
 * where `isCompressed` for `user_data_base64` by `Fn.base64gzip`. A launch template requires base64: use `Fn.base64encode(local.asString)` with a `TerraformLocal`, because CDKTF does not pass a text with
 * tokens to a function.
 *
 * @param path configuration path for errors, e.g. `dev.servers[0]`
 * @throws ConfigurationError USER_DATA_INVALID if a value contains unsupported characters; USER_DATA_TOO_LARGE above AWS's limit
 */
export function renderUserData(
  { role, ...server }: ServerInputs & { readonly role: RoleName },
  path: string = role,
): string {
  const { entries, values, lines } = composeRole(roleOf(role), server);
  checkValues(values, path);
  checkLines(lines, path);
  const text = fill(cloudConfigHead + entries, { ...values, ...lines });
  const bytes = sizeOf(text);
  if (bytes <= MAX_BYTES) return text;
  throw new ConfigurationError({
    code: 'USER_DATA_TOO_LARGE',
    path,
    given: bytes,
    message: 'bytes of compressed user data are more than AWS takes',
    accepted: `at most ${MAX_BYTES} bytes`,
  });
}

const checkValues = (values: Values, path: string): void =>
  throwProblems(
    Object.entries(values)
      .filter(([, value]) => !ONE_LINE.test(value))
      .map(([name, given]) => ({ path: `${path}.${name}`, given })),
    'one line of printable ASCII without single quotes and backslashes',
  );

const checkLines = (lines: Values, path: string): void =>
  throwProblems(
    Object.values(lines)
      .filter((line) => !PRINTABLE.test(line))
      .map((given) => ({ path, given })),
    'one line of printable characters',
  );

function throwProblems(problems: readonly { path: string; given: string }[], accepted: string): void {
  if (problems.length === 0) return;
  const code = 'USER_DATA_INVALID' as const;
  throw new ConfigurationError(
    problems.map((problem) => ({ ...problem, code, message: 'cannot stand in user data', accepted })),
  );
}
