/** Ignores a closed pipe, e.g. from `head`, so that the command completes its work. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}
for (const stream of [process.stdout, process.stderr]) stream.on('error', ignoreClosedPipe);

/** Writes text with a final line break. */
export function write(stream: NodeJS.WriteStream, text: string): void {
  stream.write(text.endsWith('\n') ? text : `${text}\n`);
}

/** Formats JSON: indented on a terminal, otherwise on one line. */
export const toJson = (data: unknown): string =>
  JSON.stringify(data, null, process.stdout.isTTY ? 2 : undefined);
