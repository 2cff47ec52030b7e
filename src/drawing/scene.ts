import type { Inventory, InventoryPlace, InventorySubnet, Matrix, Tier } from '../topology';
import { Boxes } from './boxes';
import { connectionsOf, edgesOf } from './edges';
import { BANDS, kindOf } from './kinds';
import type { Band, Box, Cell, NotDrawn, Scene, SceneVpc, SceneZone } from './scene-types';

const TIERS: readonly (Tier | 'unknown')[] = ['public', 'private', 'isolated', 'unknown'];
const ZONE = /^([a-z]{2}(?:-[a-z]+)+-\d)([a-z])$/;

/** A subnet with its place in the grid. */
interface Slot {
  readonly subnet: InventorySubnet;
  readonly vpc: string;
  readonly zone: string;
  readonly tier: string;
  /** Its number among those of its VPC, zone and tier. */
  readonly rank: number;
}

const UNKNOWN_ZONE = '';
const UNKNOWN_VPC = '';

/** Gives each subnet a row: by tier, then by its number among those of its zone. */
function slotsOf(subnets: readonly (InventorySubnet & { readonly unknown?: true })[]): readonly Slot[] {
  const counts = new Map<string, number>();
  return subnets.map((subnet) => {
    const [vpc, zone] = [subnet.vpc ?? UNKNOWN_VPC, subnet.zone ?? UNKNOWN_ZONE];
    const tier = subnet.unknown === true ? 'unknown' : subnet.tier;
    const key = JSON.stringify([vpc, zone, tier]);
    const rank = counts.get(key) ?? 0;
    counts.set(key, rank + 1);
    return { subnet, vpc, zone, tier, rank };
  });
}

const rowOf = ({ tier, rank }: Slot): string => `${tier} ${String(rank).padStart(4, '0')}`;

function rowsOf(slots: readonly Slot[]): readonly string[] {
  const order = (row: string): number => TIERS.findIndex((tier) => row.startsWith(tier));
  return [...new Set(slots.map(rowOf))].sort((a, b) => order(a) - order(b) || (a < b ? -1 : 1));
}

/** The place of what is in a VPC, and in no subnet of the file. */
const elsewhere = (vpc: string): string => `elsewhere in ${vpc}`;

class SceneBuilder {
  private readonly boxes: Boxes;
  private readonly slots: readonly Slot[];
  private readonly rows: readonly string[];
  private readonly notDrawn: NotDrawn[] = [];
  private readonly placed: readonly InventoryPlace[];
  private readonly connections;

  constructor(
    private readonly title: string,
    private readonly inventory: Inventory,
    private readonly matrix: Matrix,
  ) {
    this.connections = connectionsOf(matrix);
    this.boxes = new Boxes(inventory, matrix, this.connections);
    this.placed = inventory.placed.flatMap((place) => this.place(place));
    const known = new Set(inventory.subnets.map(({ address }) => address));
    const added = new Map<string, InventorySubnet & { readonly unknown: true }>();
    for (const {
      subnets: [address = ''],
      vpc = '',
    } of this.placed)
      if (!known.has(address)) added.set(address, { address, vpc, tier: 'private', unknown: true });
    this.slots = slotsOf([...inventory.subnets, ...added.values()]);
    this.rows = rowsOf(this.slots);
  }

  public build(): Scene {
    const outside = this.boxes.outside(this.matrix);
    const addresses = [...new Set([...this.inventory.vpcs, ...this.slots.map(({ vpc }) => vpc)])];
    const vpcs = addresses.map((address) => this.vpc(address));
    const { edges, notDrawn } = edgesOf(
      this.connections.filter(({ from, to }) => from !== to && !outside.some(({ end }) => end === to)),
      this.boxes.all,
    );
    return {
      title: this.title,
      outside,
      vpcs,
      rows: this.rows.length,
      edges,
      notDrawn: [...this.notDrawn, ...notDrawn],
    };
  }

  /** Where it is drawn, or why it is not. */
  private place(place: InventoryPlace): InventoryPlace[] {
    const known = this.inventory.subnets.map(({ address }) => address);
    const subnets = place.subnets.filter((address) => known.includes(address));
    if (subnets.length > 0) return [{ ...place, subnets }];
    if (place.vpc !== undefined) return [{ ...place, subnets: [elsewhere(place.vpc)] }];
    this.notDrawn.push({ what: place.address, why: 'its subnet is not in this file, or it is in no VPC' });
    return [];
  }

  private vpc(address: string): SceneVpc {
    const slots = this.slots.filter(({ vpc }) => vpc === address);
    const names = [...new Set(slots.map(({ zone }) => zone))].sort((a, b) =>
      a === UNKNOWN_ZONE ? 1 : b === UNKNOWN_ZONE ? -1 : a < b ? -1 : 1,
    );
    const gateways = this.inventory.attached.filter(({ vpc }) => vpc === address);
    const zones = names.map((name) => this.zone(name, slots));
    return {
      address,
      label: this.vpcLabel(address, names),
      gateways: gateways.flatMap((gateway) => this.boxes.of([gateway])),
      zones,
      bands: this.bands(slots, names),
    };
  }

  private vpcLabel(address: string, zones: readonly string[]): string {
    if (address === UNKNOWN_VPC) return 'VPC not known';
    const { type, name, facts } = this.boxes.resource(address);
    if (type === '') return `VPC ${address}, not in this file`;
    const regions = new Set(zones.map((zone) => ZONE.exec(zone)?.[1]));
    const [region, ...others] = regions;
    return [
      `VPC ${name ?? address.slice(address.indexOf('.') + 1)}`,
      facts['cidr_block'],
      others.length === 0 ? region : undefined,
    ]
      .filter((part) => part !== undefined)
      .join(' · ');
  }

  private zone(name: string, slots: readonly Slot[]): SceneZone {
    const own = slots.filter(({ zone }) => zone === name);
    const letter = ZONE.exec(name)?.[2];
    return {
      label: name === UNKNOWN_ZONE ? 'zone not known' : `zone ${letter ?? name}`,
      cells: this.rows.map((row) => {
        const slot = own.find((one) => rowOf(one) === row);
        return slot && this.cell(slot, own.filter(({ tier }) => tier === slot.tier).length > 1);
      }),
    };
  }

  private cell(slot: Slot, hasSiblings: boolean): Cell {
    const { address } = slot.subnet;
    const here = this.placed.filter(
      (place) => place.subnets.length === 1 && place.subnets[0] === address && !this.isBand(place),
    );
    if (slot.tier === 'unknown')
      return { label: 'subnet not in this file', tier: slot.tier, boxes: this.boxes.of(here) };
    const { name, facts } = this.boxes.resource(address);
    const letter = ZONE.exec(slot.zone)?.[2] ?? '';
    const own = name ?? address.slice(address.indexOf('.') + 1);
    const label = hasSiblings || letter === '' ? `${slot.tier} · ${own}` : `${slot.tier} ${letter}`;
    return {
      address,
      label: [label, facts['cidr_block']].filter((part) => part !== undefined).join(' · '),
      tier: slot.tier,
      boxes: this.boxes.of(here),
    };
  }

  private kind(address: string) {
    const { type, facts } = this.boxes.resource(address);
    return kindOf(type, facts);
  }

  private isBand({ address, subnets }: InventoryPlace): boolean {
    return subnets.length > 1 || this.kind(address).band !== undefined;
  }

  private band({ address }: InventoryPlace): (typeof BANDS)[number] {
    return this.kind(address).band ?? 'service';
  }

  /** What lies over several zones; in the VPC of its first subnet, where it may be in several. */
  private bands(slots: readonly Slot[], zones: readonly string[]): Band[] {
    const rank = ([place]: readonly [InventoryPlace, ...unknown[]]): number =>
      BANDS.indexOf(this.band(place));
    const bands = this.boxes.alike(this.placed.filter((place) => this.isBand(place)));
    const ordered = [...bands].sort((a, b) => rank(a) - rank(b));
    return ordered.flatMap((alike): Band[] => {
      const [place] = alike;
      const all = this.slots.filter(({ subnet }) => place.subnets.includes(subnet.address));
      const own = slots.filter((slot) => all.includes(slot));
      if (own.length === 0 || all[0] !== own[0]) return [];
      const columns = own.map(({ zone }) => zones.indexOf(zone));
      const rows = own.map((slot) => this.rows.indexOf(rowOf(slot)));
      const [box] = this.boxes.of(alike);
      return [
        {
          box: box as Box,
          row: Math.min(...rows),
          first: Math.min(...columns),
          last: Math.max(...columns),
          side: this.band(place) === 'entrance' ? 'above' : 'below',
        },
      ];
    });
  }
}

/** What is drawn of a network, before anything has a place on paper. */
export const sceneOf = (title: string, inventory: Inventory, matrix: Matrix): Scene =>
  new SceneBuilder(title, inventory, matrix).build();
