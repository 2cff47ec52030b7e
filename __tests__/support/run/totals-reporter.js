/** Prints the totals of a run on the last line. */
module.exports = class TotalsReporter {
  onRunComplete(_contexts, { numPassedTests, numFailedTests, numFailedTestSuites, numPendingTests }) {
    // A suite that fails to load has no failed test.
    const failed = Math.max(numFailedTests, numFailedTestSuites);
    process.once('exit', () =>
      console.log(`${numPassedTests} passed, ${failed} failed, ${numPendingTests} skipped`),
    );
  }
};
