/**
 * Does work that makes many CDKTF tokens. CDKTF takes a stack trace for each token and never shows one; writing them out, and
 * under `tsx` looking each line up in source maps, is a quarter of a synth. An error that is thrown keeps its trace, which is
 * written out when it is first read.
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
