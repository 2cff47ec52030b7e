import type { TerraformResource } from 'cdktf';
import type { Construct } from 'constructs';
import { PlanCheck } from './plan-check';

/** Hops of an answer of the metadata service: to the server, or through Docker's bridge to its containers. */
const HOPS = { server: 1, containers: 2 };

/**
 * A session token, and one hop: the role is for the server, which pulls the image and hands the secret on. A container that uses the role
 * is one hop further. AWS: "Use the Instance Metadata Service to access instance metadata".
 */
export const metadataOptions = (containersUseRole = false) => ({
  httpEndpoint: 'enabled',
  httpTokens: 'required',
  httpPutResponseHopLimit: containersUseRole ? HOPS.containers : HOPS.server,
});

/** Terraform expression of the hop limit of an instance or a launch template. */
export const hopLimitOf = ({ terraformResourceType, friendlyUniqueId }: TerraformResource): string =>
  `${terraformResourceType}.${friendlyUniqueId}.metadata_options[0].http_put_response_hop_limit`;

/** Says at every plan that containers of a server get the credentials of its role. */
export const addMetadataCheck = (scope: Construct, name: string, hopLimit: string): PlanCheck =>
  new PlanCheck(scope, 'metadata-check', {
    condition: `${hopLimit} == ${HOPS.server}`,
    message: `${name}: its container gets the credentials of the server's IAM role, and may do in AWS all that the server may, e.g. read the secrets of its database. Without container.awsAccess it gets none.`,
  });
