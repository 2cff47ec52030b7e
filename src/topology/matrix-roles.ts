import type { Matrix, MatrixEntry, Names } from './matrix-types';

const text = (entry: MatrixEntry): string => JSON.stringify(entry);

function renamed(entries: readonly MatrixEntry[], parts: ReadonlySet<string>, role: string): MatrixEntry[] {
  const name = (end: string): string => (parts.has(end) ? role : end);
  return entries.map((entry) => ({ ...entry, from: name(entry.from), to: name(entry.to) }));
}

/** What one part of a role has, told as the role's; what goes on between its parts is told apart. */
function outlook(
  entries: readonly MatrixEntry[],
  part: string,
  parts: ReadonlySet<string>,
  role: string,
): string {
  const own = entries.filter(({ from, to }) => from === part || to === part);
  const others = own.filter(({ from, to }) => !(parts.has(from) && parts.has(to)));
  return renamed(others, parts, role).map(text).sort().join();
}

/** Makes one row of a role whose servers are in several subnets, where they all have the same answers. */
export function withRoles(matrix: Matrix, names: Names): Matrix {
  let { ends, entries } = matrix;
  for (const [role, addresses] of names) {
    const parts = ends.filter(({ members }) => members.every((member) => addresses.includes(member)));
    const members = parts.flatMap((part) => part.members);
    if (parts.length < 2 || members.length !== addresses.length) continue;
    const partNames = new Set(parts.map(({ name }) => name));
    if (new Set(parts.map(({ name }) => outlook(entries, name, partNames, role))).size > 1) continue;
    const kept = new Map(renamed(entries, partNames, role).map((entry) => [text(entry), entry]));
    ends = [...ends.filter(({ name }) => !partNames.has(name)), { name: role, members }];
    entries = [...kept.values()];
  }
  return { ...matrix, ends, entries };
}
