import { parseEnvironment } from '../../src/config/schema';
import { type Changes, changed, messagesOf } from './environments';

/** What is wrong, the changes that make dev so, and the problems as they are told; none where it is accepted. */
export type Row = [what: string, changes: Changes, ...problems: string[]];

export const problemsOf = (changes: Changes) => messagesOf(() => parseEnvironment(changed(changes), 'dev'));

/** A test for each row: all the problems, and nothing but these. */
export function testProblems(rows: readonly Row[]): void {
  test.each(rows.map((row): [string, Row] => [row[0], row]))('%s', (_, [, changes, ...problems]) => {
    expect(problemsOf(changes)).toEqual(problems);
  });
}

export const LABEL_FORM = 'lower-case letters, digits and hyphens, starting with a letter, at most 63';
export const CIDR_FORM = 'four numbers of 0-255 and a prefix, as 10.0.0.0/16';
export const SERVERS = 'devloop-server, elk-server, jenkins-server';
