import { type AccountContext, type Check, type Checked, type Finding, unchecked } from './check';

/** Codes of AWS for a missing permission. AWS: "Common errors" of each service. */
const DENIED =
  /^(AccessDenied|AccessDeniedException|UnauthorizedOperation|AuthorizationError|NotAuthorized)$/;
const ACTION = /not authorized to perform:? ([a-z0-9-]+:\w+)/i;

/** What an error of AWS says about a check that could not be made. */
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
 * Makes the checks that concern what is to be made, in their order. The first one is about the credentials: where it fails, AWS is
 * asked for nothing else.
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
