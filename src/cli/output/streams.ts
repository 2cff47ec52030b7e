/** A reader that leaves, as `head` does, ends nothing: work in the middle goes on, and what it tells goes nowhere. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}
for (const stream of [process.stdout, process.stderr]) stream.on('error', ignoreClosedPipe);

/** Writes lines. */
export function write(stream: NodeJS.WriteStream, text: string): void {
  stream.write(text.endsWith('\n') ? text : `${text}\n`);
}

/** For people in a terminal indented, for programs on one line. */
export const toJson = (data: unknown): string =>
  JSON.stringify(data, null, process.stdout.isTTY ? 2 : undefined);
