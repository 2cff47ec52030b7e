import { type IConstruct, Node } from 'constructs';

/** Metadata that CDKTF adds to each Terraform element, and to nothing else, when it is constructed. */
const OF_ELEMENTS = 'stacktrace';

const { addMetadata } = Node.prototype;

/** @throws Error if a construct is in no app. CDKTF accepts that, and does not deploy it */
export function requireScope({ node }: Pick<IConstruct, 'node'>): void {
  if (!node.scope) throw new Error(`"${node.id}" has no scope, so it would not be deployed`);
}

Node.prototype.addMetadata = function (type, data, options) {
  if (type === OF_ELEMENTS) requireScope({ node: this });
  addMetadata.call(this, type, data, options);
};
