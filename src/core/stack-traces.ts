/**
 * Runs work that creates many CDKTF tokens, without formatting their stack traces. CDKTF captures a trace for each token and never
 * prints it; formatting them takes a quarter of a synth. A thrown error keeps its trace, which is formatted when it is first read.
 */
export function withoutTokenTraces(work: () => void): void {
  const { prepareStackTrace } = Error;
  Error.prepareStackTrace = () => '';
  try {
    work();
  } finally {
    Error.prepareStackTrace = prepareStackTrace;
  }
}
