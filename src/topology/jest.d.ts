/** What `addTopologyMatchers` adds to Jest's `expect`. */
declare namespace jest {
  interface Matchers<R> {
    toReach(expected: import('./matchers').Expected): R;
  }
}
