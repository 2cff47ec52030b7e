import { text } from 'node:stream/consumers';
import * as z from 'zod';
import { EXPLAINED, type Explained } from './explained';

/** What is read of `npm audit --json`. An advisory is an object in `via`; a name there is a dependency that has one. */
const auditShape = z.object({
  vulnerabilities: z.record(
    z.string(),
    z.object({
      via: z.array(z.union([z.string(), z.object({ url: z.string(), title: z.string() })])),
      nodes: z.array(z.string()),
    }),
  ),
});

type Advisory = Exclude<z.output<typeof auditShape>['vulnerabilities'][string]['via'][number], string>;

const isAdvisory = (via: Advisory | string): via is Advisory => typeof via !== 'string';

/**
 * Problems of an audit of production dependencies: packages with advisories that `explained` does not name, and explained packages
 * that have none any more.
 */
export function auditProblems(
  document: unknown,
  explained: Readonly<Record<string, Explained>> = EXPLAINED,
): string[] {
  const read = auditShape.safeParse(document);
  if (!read.success)
    return [
      'npm audit printed no report; expected: the JSON of npm audit --json, from a registry that audits',
    ];
  const found = Object.entries(read.data.vulnerabilities).flatMap(([name, { via, nodes }]) => {
    const advisories = via.filter(isAdvisory);
    const folders = nodes.filter((folder) => !explained[name]?.folders.includes(folder));
    return advisories.length > 0 && folders.length > 0 ? [{ name, advisories, folders }] : [];
  });
  const unknown = found.map(
    ({ name, advisories, folders }) =>
      `${name} in ${folders.join(', ')}: ${advisories.map(({ title, url }) => `${title} (${url})`).join(', ')}; update or override it, or explain it in src/tools/supply-chain/explained.ts`,
  );
  const audited = new Set(Object.values(read.data.vulnerabilities).flatMap(({ nodes }) => nodes));
  const over = Object.entries(explained).flatMap(([name, { folders }]) =>
    folders
      .filter((folder) => !audited.has(folder))
      .map((folder) => `${name} in ${folder} has no advisory: remove it from explained.ts`),
  );
  return [...unknown, ...over];
}

/** The document of a text, or undefined where it is no JSON. */
function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** `npm audit --omit=dev --json | npx tsx src/tools/supply-chain/audit.ts` exits with 1 if there are problems. */
async function main(): Promise<void> {
  const problems = auditProblems(parsed(await text(process.stdin)));
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length === 0 ? 0 : 1;
}

if (require.main === module) void main();
