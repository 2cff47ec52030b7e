import { TerraformResource, Token } from 'cdktf';
import type { Construct } from 'constructs';

/**
 * A pinned image as it is. One that Terraform looks up is kept as it was, so that no plan refreshes the group unasked:
 * `terraform apply -replace` of this resource takes the image of now, and the changed template refreshes the group.
 */
export function keptImage(scope: Construct, imageId: string): string {
  if (!Token.isUnresolved(imageId)) return imageId;
  const kept = new TerraformResource(scope, 'image', {
    terraformResourceType: 'terraform_data',
    lifecycle: { ignoreChanges: ['input'] },
  });
  kept.addOverride('input', imageId);
  return kept.getStringAttribute('output');
}
