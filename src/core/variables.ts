/** Variables for a child process; `undefined` takes a variable away. */
export type Variables = Record<string, string | undefined>;
