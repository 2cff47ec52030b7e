import { Segments } from '../matrix-ports';
import type { PortRange } from '../matrix-types';
import type { Model } from '../model/topology-model';
import type { Protocol } from '../model/traffic';
import type { Family } from '../../net/families';
import { parseRange } from '../../net/ranges';
import { all, type Answer } from '../reason/answer';
import { between } from '../reason/reach';
import { NOWHERE } from '../reason/home';
import { resolveEndpoints } from '../reason/resolved-endpoint';
import { nameOnly, ofEndpoint, type ConnectionEndpoint } from './connection-endpoint';
import type { Span } from './declared-rules';

/** CIDR block of the internet by address family. */
export const INTERNET: Readonly<Record<Family, string>> = { IPv4: '0.0.0.0/0', IPv6: '::/0' };

const NAMES: Readonly<Record<string, string>> = {
  [INTERNET.IPv4]: 'internet',
  [INTERNET.IPv6]: 'internet over IPv6',
};

/** A port range on which a connection is possible or unknown. */
export interface Open {
  readonly protocol: Protocol;
  readonly ports: PortRange;
  readonly answer: Answer;
}

/** Answers which connections are possible in a network. */
export class Reachability {
  private readonly segments: Segments;

  constructor(private readonly model: Model) {
    this.segments = new Segments(model);
  }

  /** Resolves a CIDR block or an input variable. Other text becomes a name without endpoints. */
  public ofText(text: string): ConnectionEndpoint {
    const name = NAMES[text];
    const isVariable =
      text.startsWith('var.') && this.model.document.input(text.slice('var.'.length)) !== undefined;
    return name !== undefined || isVariable || parseRange(text) !== undefined
      ? { name: name ?? text, resolved: resolveEndpoints(this.model, text, text, NOWHERE) }
      : nameOnly(text);
  }

  public answer(from: ConnectionEndpoint, to: ConnectionEndpoint, protocol: Protocol, port: number): Answer {
    const asked = { protocol, port };
    return all(
      from.resolved.flatMap((one) => to.resolved.map((other) => between(this.model, one, other, asked))),
    );
  }

  /** Resolves a Terraform address. */
  public ofAddress(address: string): ConnectionEndpoint {
    const endpoint = this.model.ends.get(address);
    if (endpoint) return ofEndpoint(endpoint);
    return { name: address, resolved: resolveEndpoints(this.model, address, address, NOWHERE) };
  }

  /** Parts of the port spans on which a connection is possible or unknown. */
  public open(from: ConnectionEndpoint, to: ConnectionEndpoint, spans: readonly Span[]): Open[] {
    if (from.resolved.length === 0 || to.resolved.length === 0) return [];
    return spans
      .flatMap(({ protocol, from: first, to: last }) =>
        this.segments
          .between(from.endpoint, to.endpoint, protocol)
          .filter((segment) => segment.from <= last && segment.to >= first)
          .map((segment) => ({
            protocol,
            ports: { from: Math.max(segment.from, first), to: Math.min(segment.to, last) },
            answer: this.answer(from, to, protocol, segment.from),
          })),
      )
      .filter(({ answer }) => answer.verdict !== 'no');
  }
}
