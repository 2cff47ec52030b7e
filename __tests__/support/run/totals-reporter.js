/** Ends a run with its totals, in one plain line behind everything else. */
module.exports = class TotalsReporter {
  onRunComplete(_contexts, { numPassedTests, numFailedTests, numFailedTestSuites, numPendingTests }) {
    // A suite that does not even load has no failed test.
    const failed = Math.max(numFailedTests, numFailedTestSuites);
    process.once('exit', () =>
      console.log(`${numPassedTests} passed, ${failed} failed, ${numPendingTests} skipped`),
    );
  }
};
