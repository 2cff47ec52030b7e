import type { Inventory, InventoryPlace, InventoryResource, Matrix } from '../topology';
import { labelOf, type Connection } from './edges';
import { kindOf } from './kinds';
import type { Box, SceneNode } from './scene-types';

const OUTSIDE = /^(internet$|var\.)/;

/** Makes boxes of resources: each resource once. */
export class Boxes {
  readonly all: Box[] = [];
  private readonly resources: ReadonlyMap<string, InventoryResource>;
  private readonly ends = new Map<string, { readonly name: string; readonly isOnly: boolean }>();

  constructor(
    private readonly inventory: Inventory,
    matrix: Matrix,
    private readonly connections: readonly Connection[],
  ) {
    this.resources = new Map(inventory.resources.map((one) => [one.address, one]));
    for (const { name, members } of matrix.ends)
      for (const member of members) this.ends.set(member, { name, isOnly: members.length === 1 });
  }

  public resource(address: string): InventoryResource {
    return this.resources.get(address) ?? { address, type: '', facts: {} };
  }

  /** Places of the same subnets and the same row of the matrix, together. */
  public alike(places: readonly InventoryPlace[]): (readonly [InventoryPlace, ...InventoryPlace[]])[] {
    const groups = new Map<string, [InventoryPlace, ...InventoryPlace[]]>();
    for (const place of places) {
      const key = JSON.stringify([this.rowOf(place.address), ...place.subnets]);
      const known = groups.get(key);
      if (known) known.push(place);
      else groups.set(key, [place]);
    }
    return [...groups.values()];
  }

  /** Boxes of what is in one place, one for each row of the matrix. */
  public of(places: readonly InventoryPlace[]): Box[] {
    const groups = new Map<string, string[]>();
    for (const { address } of places) {
      const key = this.rowOf(address);
      groups.set(key, [...(groups.get(key) ?? []), address]);
    }
    return [...groups.values()].map((addresses) => this.box(addresses));
  }

  /** Name of an address's row of the matrix; what has none is alone. */
  private rowOf(address: string): string {
    return this.ends.get(address)?.name ?? `alone ${address}`;
  }

  /** The internet, and who stands in variables. */
  public outside(matrix: Matrix): Box[] {
    const outer = matrix.ends.filter(({ members: [member = ''] }) => OUTSIDE.test(member));
    return outer.map(({ name, members: [member = ''] }) => {
      const isInternet = member === 'internet';
      const node: SceneNode = {
        address: member,
        label: name,
        kind: name,
        lines: name === member ? [] : [member],
        icon: isInternet ? 'resource/Internet' : 'resource/Users',
        parts: [],
      };
      return this.keep({ id: member, end: name, nodes: [node], notes: [] });
    });
  }

  private box(addresses: readonly string[]): Box {
    const [id = ''] = addresses;
    const end = this.ends.get(id)?.name;
    return this.keep({
      id,
      ...(end !== undefined && { end }),
      nodes: addresses.map((address) => this.node(address)),
      notes: end === undefined ? [] : this.notes(end, addresses.length),
    });
  }

  private keep(box: Box): Box {
    this.all.push(box);
    return box;
  }

  private node(address: string): SceneNode {
    const { type, name, facts } = this.resource(address);
    const kind = kindOf(type, facts);
    const volumes = this.inventory.volumes.filter(({ to }) => to === address).map((one) => one.address);
    const end = this.ends.get(address);
    const role = end?.isOnly === true && end.name !== address ? end.name : undefined;
    const label = role ?? name ?? address.slice(address.indexOf('.') + 1);
    const detail = kind.detail?.(facts);
    return {
      address,
      label,
      kind: kind.label,
      lines: [
        kind.label,
        ...(detail === undefined ? [] : [detail]),
        ...volumes.map((volume) => `+ ${this.volume(volume)}`),
      ],
      icon: kind.icon,
      parts: volumes,
    };
  }

  private volume(address: string): string {
    const { size } = this.resource(address).facts;
    return size === undefined ? 'data volume' : `${size} GiB data volume`;
  }

  /** What an end opens to the outside, and, where there are several of it, to each other. */
  private notes(end: string, count: number): string[] {
    return this.connections
      .filter(({ from, to }) => from === end && (OUTSIDE.test(to) || this.isOutside(to) || to === end))
      .filter(({ to }) => to !== end || count > 1)
      .map((one) => `→ ${one.to === end ? 'each other' : one.to} ${labelOf(one)}`);
  }

  private isOutside(end: string): boolean {
    return [...this.ends].some(([member, { name }]) => name === end && OUTSIDE.test(member));
  }
}
