/** The part of Terraform's expression language that configurations use: everything but heredocs and directives. */
export type Node =
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  | { readonly kind: 'template'; readonly parts: readonly Node[] }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'attribute'; readonly of: Node; readonly name: string }
  | { readonly kind: 'index'; readonly of: Node; readonly key: Node }
  | { readonly kind: 'splat'; readonly of: Node; readonly each: Node }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Node[]; readonly spread: boolean }
  | { readonly kind: 'unary'; readonly operator: string; readonly of: Node }
  | { readonly kind: 'binary'; readonly operator: string; readonly left: Node; readonly right: Node }
  | { readonly kind: 'conditional'; readonly test: Node; readonly yes: Node; readonly no: Node }
  | { readonly kind: 'list'; readonly items: readonly Node[] }
  | { readonly kind: 'object'; readonly entries: readonly (readonly [Node, Node])[] }
  | {
      readonly kind: 'for';
      readonly names: readonly string[];
      readonly over: Node;
      readonly key?: Node;
      readonly value: Node;
      readonly when?: Node;
      readonly grouped: boolean;
    };

/** The name under which a splat's body sees the element it is about. */
export const ELEMENT = '(element)';
