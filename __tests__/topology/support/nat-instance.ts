import { BASE, everythingOut, group, instance, route, terraform, type Body, type Resources } from './network';

export const NAT = 'aws_instance.nat';
export const MASQUERADE = '#!/bin/sh\niptables -t nat -A POSTROUTING -o eth0 -j MASQUERADE\n';

/** App in the private subnet, whose default route leads to a target of its own. */
export const leading = (target: Body, ...parts: readonly Resources[]) =>
  terraform(
    BASE,
    group('app'),
    instance('app', 'private'),
    everythingOut('app'),
    { 'aws_route.private_0_0_0_0_0': null },
    route('private', '0.0.0.0/0', target),
    ...parts,
  );
