import { setTimeout as sleep } from 'node:timers/promises';
import type { CloudApi } from './api';
import { LogLines } from './log-lines';

const PIECE = 65_536;
/** Interval between two reads of a growing log, in milliseconds. */
const PAUSE = 500;
const START = '\x02';
const END = '\x03';

/**
 * Streams the log of a plan or an apply, line by line, until it ends. The log is read in chunks and framed by STX and ETX.
 * https://developer.hashicorp.com/terraform/cloud-docs/run/api
 *
 * @param address the `log-read-url`
 * @param isOver whether the plan or apply has ended. Ends a log that was never started
 */
export async function readLog(
  api: CloudApi,
  address: string,
  write: (text: string) => void,
  isOver: () => Promise<boolean>,
): Promise<void> {
  const decoder = new TextDecoder();
  const lines = new LogLines(write);
  for (let offset = 0; ;) {
    const url = new URL(address);
    url.searchParams.set('limit', String(PIECE));
    url.searchParams.set('offset', String(offset));
    const piece = Buffer.from(await (await api.transfer(url.href)).arrayBuffer());
    offset += piece.length;
    const text = decoder.decode(piece, { stream: true });
    lines.add(text.replace(START, '').replace(END, ''));
    if (text.endsWith(END) || (piece.length === 0 && (await isOver()))) return lines.end();
    if (piece.length < PIECE) await sleep(PAUSE);
  }
}
