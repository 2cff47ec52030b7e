/** Environment variables of a child process. `undefined` removes a variable. */
export type Variables = Record<string, string | undefined>;
