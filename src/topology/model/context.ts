import { Directory, type Document, type Opaque, type Resource } from '../document';
import { Arguments, type Link } from '../fields';
import { Reference } from '../value';

/** A document whose resources are at hand by type and by what leads to them. */
export class Context {
  readonly directory: Directory;
  private readonly byType = new Map<string, Resource[]>();

  constructor(readonly document: Document) {
    this.directory = new Directory(document.resources);
    for (const resource of document.resources) {
      const siblings = this.byType.get(resource.type);
      if (siblings) siblings.push(resource);
      else this.byType.set(resource.type, [resource]);
    }
  }

  public all(...types: string[]): Arguments[] {
    return types.flatMap((type) => this.byType.get(type) ?? []).map((resource) => this.read(resource));
  }

  public types(): Iterable<string> {
    return this.byType.keys();
  }

  public at(address: string): Arguments | undefined {
    const resource = this.directory.at(address);
    return resource && this.read(resource);
  }

  /** What is said of a thing by modules whose content is not in the file. */
  public uncertainties(address: string): string[] {
    return this.document.opaque
      .filter(({ given }) => given.some((one) => one.address === address))
      .map((module: Opaque) => `what ${module.address} does with ${address}`);
  }

  private read(resource: Resource): Arguments {
    return new Arguments(this.directory, resource, (name) => resource.get(name));
  }
}

/** Several statements about the same thing, such as the tables that a subnet may be associated with. */
export interface Claim {
  readonly to: Link;
  readonly by: Arguments;
}

/** Whether a link leads to this key: surely, perhaps, or not. */
export function leadsTo(
  link: Link,
  key: string,
  keyOf: (reference: Reference) => string,
): 'yes' | 'perhaps' | 'no' {
  if (link instanceof Reference) return keyOf(link) === key ? 'yes' : 'no';
  return link?.from.some((one) => keyOf(one) === key) ? 'perhaps' : 'no';
}
