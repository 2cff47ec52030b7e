/** The word for a move that goes on: the operation of its lock in S3, or the start of a workspace's reason. */
export const MOVING = 'move-state';
/** The word for one that is over for good. */
export const MOVED = 'moved';

/** What a move leaves in the lock of a place that it closes: everybody is told where the state is, or is on its way to. */
export interface MoveMark {
  /** Whether the move is over for good: it may have stopped in the middle. */
  readonly over: boolean;
  /** Whether the state goes to the other place, or comes from there. */
  readonly direction: 'to' | 'from';
  /** The other place, as people write it. */
  readonly place: string;
  /** User and host at work on it, where a workspace's reason says so; a lock in S3 has them beside. */
  readonly who: string | undefined;
}

const MARK = new RegExp(`^(${MOVING}|${MOVED}) (to|from) (\\S+?)(?: by (.+?))?(?:, process \\d+)?$`);

/** Reads what a move left; undefined where the words are somebody else's. */
export function markOf(text: string): MoveMark | undefined {
  const [, word, direction, place, who] = MARK.exec(text) ?? [];
  if (word === undefined || place === undefined) return undefined;
  return { over: word === MOVED, direction: direction === 'to' ? 'to' : 'from', place, who };
}

/** The same for a lock in S3. */
export const lockMark = ({ Operation, Info }: { Operation: string; Info: string }): MoveMark | undefined =>
  markOf(`${Operation} ${Info}`);

/** How a place is refused whose state was moved to another. */
export const movedAway = (place: string): { message: string; accepted: string } => ({
  message: `is closed: the state is in ${place}`,
  accepted: `${place}: take the configuration that says so`,
});
