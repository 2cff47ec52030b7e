import { byUse, type Charge, hourly, type PricedResource, vpc } from './charges';

/** Gateway endpoints are free. Interface endpoints are charged in each zone. AWS: "AWS PrivateLink pricing". */
export function endpointCharges(endpoint: PricedResource): Charge[] {
  const type = endpoint.text('vpc_endpoint_type') ?? 'Gateway';
  if (type === 'Gateway') return [];
  const name = type === 'Interface' ? 'VpcEndpoint' : 'VpcEndpoint-GWLBE';
  return [
    hourly('endpoint', vpc(`${name}-Hours`), endpoint.length('subnet_ids') || undefined),
    byUse('data-processed', vpc(`${name}-Bytes`)),
  ];
}
