/** Operation of an S3 lock, or first word of a workspace's lock reason, while a migration is in progress. */
export const MOVING = 'move-state';
/** The same after a migration has finished. */
export const MOVED = 'moved';

/** Lock content that a migration leaves at a sealed backend. It names the backend to which or from which the state is migrated. */
export interface MigrationMarker {
  /** Whether the migration has finished. It may have been interrupted. */
  readonly finished: boolean;
  /** Whether the state is migrated to or from the other backend. */
  readonly direction: 'to' | 'from';
  /** Name of the other backend. */
  readonly backend: string;
  /** User and host that run the migration, if a workspace's lock reason contains them. An S3 lock has a field for them. */
  readonly who: string | undefined;
}

const MARK = new RegExp(`^(${MOVING}|${MOVED}) (to|from) (\\S+?)(?: by (.+?))?(?:, process \\d+)?$`);

/** Parses a marker. Returns undefined for any other text. */
export function parseMarker(text: string): MigrationMarker | undefined {
  const [, word, direction, backend, who] = MARK.exec(text) ?? [];
  if (word === undefined || backend === undefined) return undefined;
  return { finished: word === MOVED, direction: direction === 'to' ? 'to' : 'from', backend, who };
}

/** Parses the marker of an S3 lock. */
export const markerOfLock = ({
  Operation,
  Info,
}: {
  Operation: string;
  Info: string;
}): MigrationMarker | undefined => parseMarker(`${Operation} ${Info}`);

/** Error for a backend whose state was migrated. */
export const stateMoved = (name: string, backend: string): { summary: string; hint: string } => ({
  summary: `${name} is closed. The state was moved to ${backend}.`,
  hint: `Change the configuration to ${backend}.`,
});
