import { evaluate } from '../../../src/topology/hcl/evaluate';
import { gap } from '../../../src/topology/hcl/gaps';
import { parseTemplate } from '../../../src/topology/hcl/parse';
import { Reference, Unknown, Variable, type Value } from '../../../src/topology/value';

const NAMES: Readonly<Record<string, Value>> = {
  'var.ranges': new Variable('var.ranges', ['10.0.0.0/8']),
  'var.text': new Variable('var.text', '10.0.0.0/8,192.168.0.0/16'),
  'aws_subnet.a': new Reference('aws_subnet.a', ''),
  'aws_subnet.b': new Reference('aws_subnet.b', ''),
  'data.x': new Unknown('data.x is read when Terraform runs'),
};

const value = (text: string): Value =>
  evaluate(parseTemplate(text), {
    lookup: (root, name) => NAMES[`${root}.${name}`] ?? new Unknown(`${root}.${name} is not known`),
    attribute: (of, name) => new Reference(of.address, of.path === '' ? name : `${of.path}.${name}`),
  });

/** Each value is what `terraform console` says. */
describe('evaluate of an expression', () => {
  it.each<[string, Value]>([
    ['${[for k, v in {b = 1, a = 2} : v]}', [2, 1]],
    ['${values({b = 1, a = 2})[0]}', 2],
    ['${keys({b = 1, a = 2})}', ['a', 'b']],
    ['${tolist(toset(["b", "a", "b"]))[0]}', 'a'],
    ['${tolist(toset([10, 9]))[0]}', 9],
    ['${tolist(toset(["10", 9]))[0]}', '10'],
    ['${1 == "1"}', false],
    ['${true == "true"}', false],
    ['${[1] == tolist([1])}', false],
    ['${{a = 1, b = 2} == {b = 2, a = 1}}', true],
    ['${concat(tolist([1]), tolist([["a"]]))}', [1, ['a']]],
    ['${contains(["1"], 1)}', false],
    ['${contains([1, "a"], "1")}', false],
    ['${contains(tolist([1, "a"]), "1")}', true],
    ['${1 < "2"}', true],
    ['${lookup({a = null}, "a", "d")}', null],
    ['${lookup({a = 1}, "b", "d")}', 'd'],
    ['${substr("abc", -2, 1)}', 'b'],
    ['${substr("abc", 1, -1)}', 'bc'],
    ['${format("%03d|%5s|%-3s|%v|%%", 7, "a", "b", [1])}', '007|    a|b  |[1]|%'],
    ['${true ? 1 : "a"}', '1'],
    ['${true ? [1] : []}', [1]],
    ['${true ? [1] : tolist(["a"])}', ['1']],
    ['${false ? {a = 1} : tomap({b = "x"})}', { b: 'x' }],
    ['${true ? ["a"] : ["b", [][0]]}', ['a']],
    ['${true ? ["a", "b"] : ["b", [][0]]}', ['a', 'b']],
    ['${false ? [[][0]] : []}', []],
    [
      '${length([]) > 0 ? [[][0], aws_subnet.a.id] : [aws_subnet.b.id]}',
      [new Reference('aws_subnet.b', 'id')],
    ],
    ['${tolist([tolist([1]), []])[0]}', [1]],
    ['${distinct([1, "1"])}', ['1']],
    ['${coalesce("", null, 1, "a")}', '1'],
    ['${compact(["", null, 1])}', ['1']],
    ['${flatten([[1, [2]], []])}', [1, 2]],
    ['${range(3, 1)}', [3, 2]],
    ['${floor(10 / 3)}', 3],
    ['${-5 % 3}', -2],
    ['${replace("a.b", "/[.]/", "<$0>")}', 'a<.>b'],
    ['${replace("a$1", "a", "$1")}', '$1$1'],
    ['${regex("(\\\\d+)(x)?", "12")}', ['12', null]],
    ['${jsonencode({b = "<", a = [1]})}', '{"a":[1],"b":"\\u003c"}'],
    ['${[{a = [1]}, {a = [2]}].*.a[0]}', [1]],
    ['${[{a = [1]}, {a = [2]}][*].a[0]}', [1, 2]],
    ['${{for s in ["a", "b", "a"] : s => 1...}}', { a: [1, 1], b: [1] }],
    ['${try(tonumber("x"), {a = 1}.b, 7)}', 7],
    ['${can({a = 1}.b)}', false],
    ['${cidrsubnets("10.0.0.0/16", 8, 4, 8)}', ['10.0.0.0/24', '10.0.16.0/20', '10.0.32.0/24']],
    ['${can(cidrhost("010.0.0.999/8", 0))}', false],
    ['${merge({a = 1}, null, {b = 2})}', { a: 1, b: 2 }],
    ['${merge({a = {x = 1}}, tomap({b = "c"}))}', { a: { x: 1 }, b: 'c' }],
    ['${merge(tomap({a = 1}), tomap({b = "c"}))}', { a: 1, b: 'c' }],
    ['${merge(tomap({a = 1}), {b = "c"}).b}', 'c'],
    ['${tomap({a = 1}) == merge(tomap({a = 2}), tomap({a = 1}))}', true],
    ['${aws_subnet.a.id == null}', false],
    ['${null != aws_subnet.a.arn}', true],
    ['${[data.x, aws_subnet.a.id] == null}', false],
    ['${{a = data.x} != null}', true],
    ['${try(tolist([1, true]), 7)}', 7],
    ['${transpose({a = ["x", "y"], b = ["y"]})}', { x: ['a'], y: ['a', 'b'] }],
    ['${keys(transpose({b = ["y"], a = [1, "y"]}))}', ['1', 'y']],
    ['${transpose({b = ["y"], a = ["y", "y"]}).y}', ['a', 'a', 'b']],
    ['${lookup(tomap({a = "x"}), "b", null)}', null],
    ['${length(slice(data.x.names, 1, 3))}', 2],
    ['${[for i, zone in slice(var.ranges, 0, 2) : i]}', [0, 1]],
    ['${slice(aws_subnet.a.names, 1, 3)[0]}', new Reference('aws_subnet.a', 'names.1')],
    ['${zipmap(["a", "a"], [1, 2])}', { a: 2 }],
    ['${{"__proto__" = 1}["__proto__"]}', 1],
    ['$${a} %%{b}', '${a} %{b}'],
    ['${merge(\n  # one\n  {a = 1}, // two\n  {b = 2} /* three */\n)}', { a: 1, b: 2 }],
    [
      '${{\n  a = "x" # one\n  b = [for s in ["#", "//"] : s]\n\n  c = 3\n}}',
      { a: 'x', b: ['#', '//'], c: 3 },
    ],
    ['${true /* x */ ? # y\n 1 : 2}', 1],
    ['${setunion(setintersection(["a"], [])[*], [0.5, 1])}', ['0.5', '1']],
    ['${false ? 1 : (true ? null : 2)}', null],
    ['${flatten([null, ["a"]])}', [null, 'a']],
    ['${try(sensitive(1, 2), 7)}', 7],
    ['${try(jsonencode(), 7)}', 7],
    ['${try(flatten(tolist([null, ["a"]])), 7)}', 7],
  ])('returns the value that Terraform returns for %s', (text, expected) => {
    expect(value(text)).toEqual(expected);
  });
});

describe('evaluate of an expression that Terraform rejects', () => {
  it.each([
    '${1 + true}',
    '${[1][5]}',
    '${toset([1])[0]}',
    '${{a = 1}.b}',
    '${{a = 1}.toString}',
    '${{a = 1}["constructor"]}',
    '${tolist([1, true])}',
    '${true ? 1 : false}',
    '${one([1, 2])}',
    '${element([], 0)}',
    '${concat(toset([1]), [2])}',
    '${{for s in ["a", "a"] : s => 1}}',
    '${format("%d", 1.5)}',
    '${format("a", 1)}',
    '${zipmap(["a"], [1, 2])}',
    '${range(1, 5, -1)}',
    '${cidrsubnet("10.0.0.0/16", 8, 256)}',
    '${cidrhost("10.0.0.0/24", 256)}',
    '${upper(null)}',
    '${"a${null}"}',
    '${mystery("a")}',
    '${toString("a")}',
  ])('returns unknown for %s', (text) => {
    expect(gap(value(text))).toMatch(/\S/);
  });

  it.each([
    '${{a=1 b=2}}',
    '${{a=1 /* x */ b=2}}',
    '${"\\d"}',
    '${f(a..., b)}',
    '${[1 2]}',
    '${a.*.b.*.c}',
    '${~ 1 ~}',
    '${{a.b = 1}}',
  ])('does not parse %s', (text) => {
    expect(() => parseTemplate(text)).toThrow(SyntaxError);
  });
});

describe('evaluate of an expression with unknown values', () => {
  it.each([
    '${true ? [1] : ["b", [][0]]}',
    '${aws_subnet.a.availability_zone == null}',
    '${data.x == null}',
    '${transpose({a = [null]})}',
    '${transpose({a = "x"})}',
    '${length(slice(data.x, 2, 1))}',
    '${length(slice(data.x, -1, 1))}',
    '${length(slice(data.x, 0, 1000000000))}',
    '${length(slice(data.x, 0, data.x))}',
    '${true ? 1 : mystery("a")}',
    '${true ? [1] : mystery("a")}',
    '${try({a = 1, b = mystery("a")}.a, 2)}',
    '${can({a = 1, b = mystery("a")}.a)}',
    '${try(tolist([1, true, null]), 7)}',
    '${try(false ? {a = 1, b = null} : {c = true}, 7)}',
    '${true ? ["a"] : [1, [][0]]}',
    '${split(",", var.text)}',
    '${length(var.ranges)}',
    '${length(var.ranges) > 0}',
    '${var.ranges == []}',
    '${var.ranges[0]}',
    '${[for r in var.ranges : r if r != "0.0.0.0/0"]}',
    '${contains(var.ranges, "0.0.0.0/0")}',
    '${tolist(toset([aws_subnet.b.id, aws_subnet.a.id]))[0]}',
    '${length(toset([aws_subnet.a.availability_zone, aws_subnet.b.availability_zone]))}',
    '${length(flatten([data.x, "a"]))}',
    '${compact([data.x, "a"])[1]}',
    '${coalesce(data.x, "a")}',
    '${[data.x] == ["a"]}',
    '${can(cidrhost("10.0.0.0/016", 0))}',
    '${try(format("%s", null), 7)}',
    '${try([1][format("%d", null)], 7)}',
    '${try(format("%s", "a", null), 7)}',
    '${false ? (alltrue([null]) ? ["a"] : []) : false}',
    '${false ? ["a"] : (true ? null : 1)}',
    '${1 / 3}',
    '${1000000 / 170}',
    '${0.1 + 0.2}',
    '${length("é")}',
  ])('returns unknown for %s', (text) => {
    expect(gap(value(text))).toMatch(/\S/);
  });

  it.each<[string, Value]>([
    ['${length([aws_subnet.a.id, data.x])}', 2],
    ['${length(toset([aws_subnet.a.id, aws_subnet.b.id, aws_subnet.a.id]))}', 2],
    ['${[aws_subnet.a.id, "x"][1]}', 'x'],
    ['${false && data.x}', false],
    ['${contains(["a", data.x], "a")}', true],
    ['${toset(var.ranges)}', NAMES['var.ranges']],
    ['${[for r in var.ranges : r]}', NAMES['var.ranges']],
    ['${concat(var.ranges, ["a"])}', [NAMES['var.ranges'], 'a']],
    ['${element([aws_subnet.a.id, "b"], 2)}', new Reference('aws_subnet.a', 'id')],
  ])('returns the known part of %s', (text, expected) => {
    expect(value(text)).toEqual(expected);
  });
});

describe('evaluate of an expression that takes too long', () => {
  const SLOW = 'an expression that takes too long to compute';
  it.each([
    [
      'loops in loops',
      '${[for a in range(1000) : [for b in range(1000) : [for c in range(1000) : 1]]]}',
      SLOW,
    ],
    [
      'a vast text',
      '${join("", [for a in range(1000) : join("", [for b in range(1000) : "xxxxxxxxxx"])])}',
      SLOW,
    ],
    ['a vast range', '${range(1000000000)}', 'an expression that Terraform refuses (too long)'],
    ['a wide format', '${format("%1000000000d", 1)}', 'format with %1000000000d'],
  ])('returns unknown for %s', (_, text, why) => {
    expect(gap(value(text))).toBe(why);
  });

  // It backtracks for ever in JavaScript's own regular expressions.
  it('matches a regular expression in linear time', () => {
    expect(
      value('${length(regexall("(?:a+)+b", join("", [for a in range(1000) : "aaaaaaaaaaaaaaaaaa"])))}'),
    ).toBe(0);
  });
});
