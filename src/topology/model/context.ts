import { Directory, type Document, type Opaque, type Resource } from '../document';
import { Arguments } from '../fields';
import { both, leadsFor, type Leads, type Link } from '../link';
import { anyOf, type Reference, type Unknown } from '../value';
import { remembered } from './remembered';

/** A document whose resources are at hand by type and by what leads to them. */
export class Context {
  readonly directory: Directory;
  private readonly byType = new Map<string, Resource[]>();
  private readonly known = new Map<Resource, Arguments>();

  constructor(readonly document: Document) {
    this.directory = new Directory(document.resources, document.isPlan, document.deferred);
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

  /** What a resource is told by something that nobody can read: no argument of it is known. */
  public unreadable(owner: Resource, why: Unknown): Arguments {
    return new Arguments(this.directory, owner, () => anyOf(why));
  }

  private read(resource: Resource): Arguments {
    return remembered(
      this.known,
      resource,
      () => new Arguments(this.directory, resource, (name) => resource.get(name)),
    );
  }
}

/** A statement that a resource makes about another one, such as an association of a subnet with a route table. */
export interface Claim {
  readonly args: Arguments;
  readonly link: Link;
  /** Whether it is about what was asked for. */
  readonly leads: Leads;
}

/** The statements that are, or may be, about what is known by this key. */
export function claimsOn(
  all: readonly Arguments[],
  linkOf: (args: Arguments) => Link,
  key: string,
  keyOf?: (reference: Reference) => string,
): Claim[] {
  return all
    .map((args) => ({ args, link: linkOf(args) }))
    .map((claim) => ({
      ...claim,
      leads: both(claim.link.leadsTo(key, keyOf), leadsFor(claim.args.owner.certain)),
    }))
    .filter(({ leads }) => leads !== 'no');
}
