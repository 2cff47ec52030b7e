import { type AccountContext, type Check, type Checked, type Finding, unchecked } from './check';

/** AWS error codes for a missing permission. AWS: "Common errors" of each service. */
const DENIED =
  /^(AccessDenied|AccessDeniedException|UnauthorizedOperation|AuthorizationError|NotAuthorized)$/;
const ACTION = /not authorized to perform:? ([a-z0-9-]+:\w+)/i;

/**
 * Converts an AWS error to an `unchecked` finding, which names the missing permission if access was denied.
 */
function unanswered(error: unknown, { permissions }: Pick<Check, 'permissions'>): Finding {
  const { name, message } = error as Error;
  if (!DENIED.test(name)) return unchecked(`${name}: ${message.split('\n')[0] ?? ''}`);
  const missing = ACTION.exec(message)?.[1] ?? permissions.join(', ');
  return unchecked(`the permission ${missing} is missing`);
}

async function finding<Of extends AccountContext>(check: Check<Of>, context: Of): Promise<Finding> {
  try {
    return await check.run(context);
  } catch (error) {
    return unanswered(error, check);
  }
}

/**
 * Runs the first check, then the other applicable checks concurrently. Returns the results in input order.
 * If the first check, which verifies the credentials, fails, the others are `unchecked` and do not call AWS.
 */
export async function runChecks<Of extends AccountContext>(
  [first, ...rest]: readonly [Check<Of>, ...Check<Of>[]],
  context: Of,
): Promise<Checked[]> {
  const answered = ({ id, title, prevents, error }: Check<Of>, found: Finding): Checked => ({
    id,
    title,
    ...found,
    prevents,
    error,
  });
  const credentials = await finding(first, context);
  const usable = credentials.status !== 'fail';
  const asked = rest.filter(({ applies }) => applies?.(context) ?? true);
  const others = asked.map(async (check) =>
    answered(check, usable ? await finding(check, context) : unchecked(`${first.title} come first`)),
  );
  return [answered(first, credentials), ...(await Promise.all(others))];
}
