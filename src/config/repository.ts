import { pattern } from './fields';

const OWNER = '[A-Za-z0-9][A-Za-z0-9-]{0,38}';
const NAME = '[A-Za-z0-9._-]{1,100}';

/**
 * As the subject of GitHub's tokens names it. Those of a repository that was made or renamed since 15 July 2026 have the ids of
 * owner and repository in them. GitHub: "OpenID Connect", immutable subject claims.
 */
export const repository = pattern(
  new RegExp(`^(${OWNER}/${NAME}|${OWNER}@\\d+/${NAME}@\\d+)$`),
  'is not a GitHub repository as its tokens name it',
  'owner@123456/name@456789 with the ids of both, or owner/name where the tokens have none',
);

/** What Git takes, without what would be a pattern elsewhere. */
export const branch = pattern(
  /^[A-Za-z0-9][\w./@+#-]{0,243}$/,
  'is not the name of a branch',
  'as main: letters, digits and ./@+#_-, starting with a letter or digit',
);
