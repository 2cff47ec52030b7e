/**
 * Runs work that creates many CDKTF tokens, without their stack traces. CDKTF captures a trace of unlimited length for each token and
 * prints none of them; they take a quarter of a synth. Errors keep their traces, which have a limit.
 */
export function withoutTokenTraces(work: () => void): void {
  const { captureStackTrace } = Error;
  Error.captureStackTrace = (target, above) => {
    if (Error.stackTraceLimit !== Number.MAX_SAFE_INTEGER) captureStackTrace(target, above);
  };
  try {
    work();
  } finally {
    Error.captureStackTrace = captureStackTrace;
  }
}
