import fc from 'fast-check';
import { LAST_PRIORITY, patternsOverlap, priorityOf, rulesOverlap } from '../../src/net/listener-rules';

const rule = (name: string, hosts: string[] = [], paths: string[] = []) => ({ name, hosts, paths });

describe('Priorities of rules', () => {
  test('are derived from the name, and put paths before whole hosts', () => {
    expect(priorityOf(rule('api', [], ['/api/*']))).toBe(11_540);
    expect(priorityOf(rule('api', ['api.example.com']))).toBe(35_540);
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        const [path, host] = [priorityOf(rule(one, [], ['/'])), priorityOf(rule(other, ['h']))];
        expect(path).toBeLessThan(host);
        expect(host).toBeLessThan(LAST_PRIORITY);
        expect([path % 10, host % 10]).toEqual([0, 0]);
      }),
    );
  });

  test('are what is stated', () => {
    expect(priorityOf({ ...rule('api'), priority: 7 })).toBe(7);
  });
});

describe('Patterns', () => {
  test.each([
    ['/api/*', '/api/v2/*', true],
    ['/api/*', '/apis', false],
    ['/a?', '/*b', true],
    ['/a?', '/a', false],
    ['/a*', '/a', true],
    ['/*/edit', '/users/*', true],
    ['/*.png', '/*.jpg', false],
    ['', '*', true],
  ])('%s and %s overlap: %s', (one, other, overlap) => {
    expect(patternsOverlap(one, other)).toBe(overlap);
    expect(patternsOverlap(other, one)).toBe(overlap);
  });

  test('overlap where a text matches both', () => {
    const texts = fc.array(fc.constantFrom('a', 'b', '*', '?'), { maxLength: 6 }).map((all) => all.join(''));
    const matches = (pattern: string, text: string) =>
      new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`).test(text);
    const plain = fc.array(fc.constantFrom('a', 'b'), { maxLength: 5 }).map((all) => all.join(''));
    fc.assert(
      fc.property(texts, texts, plain, (one, other, text) => {
        if (matches(one, text) && matches(other, text)) expect(patternsOverlap(one, other)).toBe(true);
      }),
    );
  });
});

describe('Rules', () => {
  test('overlap where host names and paths both do', () => {
    const api = rule('api', ['a.example.com'], ['/api/*']);
    expect(rulesOverlap(api, rule('all', ['a.example.com']))).toBe(true);
    expect(rulesOverlap(api, rule('any', [], ['/api/v1']))).toBe(true);
    expect(rulesOverlap(api, rule('other', ['b.example.com'], ['/api/*']))).toBe(false);
    expect(rulesOverlap(api, rule('static', ['a.example.com'], ['/static/*']))).toBe(false);
  });
});
