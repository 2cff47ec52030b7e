/** The word for a move that goes on: the operation of its lock in S3, or the start of a workspace's reason. */
export const MOVING = 'move-state';
/** The word for one that is over for good. */
export const MOVED = 'moved';

/** What a move leaves in the lock of a place that it closes: everybody is told where the state is, or is on its way to. */
export interface MigrationMarker {
  /** Whether the move is over for good: it may have stopped in the middle. */
  readonly finished: boolean;
  /** Whether the state goes to the other place, or comes from there. */
  readonly direction: 'to' | 'from';
  /** The other place, as people write it. */
  readonly backend: string;
  /** User and host at work on it, where a workspace's reason says so; a lock in S3 has them beside. */
  readonly who: string | undefined;
}

const MARK = new RegExp(`^(${MOVING}|${MOVED}) (to|from) (\\S+?)(?: by (.+?))?(?:, process \\d+)?$`);

/** Reads what a move left; undefined where the words are somebody else's. */
export function parseMarker(text: string): MigrationMarker | undefined {
  const [, word, direction, backend, who] = MARK.exec(text) ?? [];
  if (word === undefined || backend === undefined) return undefined;
  return { finished: word === MOVED, direction: direction === 'to' ? 'to' : 'from', backend, who };
}

/** The same for a lock in S3. */
export const markerOfLock = ({
  Operation,
  Info,
}: {
  Operation: string;
  Info: string;
}): MigrationMarker | undefined => parseMarker(`${Operation} ${Info}`);

/** How a place is refused whose state was moved to another. */
export const stateMoved = (name: string, backend: string): { summary: string; hint: string } => ({
  summary: `${name}: is closed: the state was moved to ${backend}`,
  hint: `${backend}: change the configuration to this backend`,
});
