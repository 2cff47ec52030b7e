import type { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { DataAwsCloudwatchLogGroups } from '@cdktf/provider-aws/lib/data-aws-cloudwatch-log-groups';
import { TerraformElement } from 'cdktf';
import { Construct } from 'constructs';
import { PlanCheck } from './plan-check';

export interface KeptLogsProps {
  /** Start of the names of all log groups of the environment, or of its database. */
  readonly namePrefix: string;
  /** What writes them, e.g. `server`. */
  readonly writer: string;
  /** Log groups that stay in AWS where they leave the configuration. */
  readonly groups: readonly CloudwatchLogGroup[];
}

/** Imports what has one of the ids, if anything has. HashiCorp: "Import"; CDKTF's own blocks have no `for_each`. */
class ImportBlock extends TerraformElement {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: { readonly ids: string; readonly to: string },
  ) {
    super(scope, id);
  }

  public override toTerraform(): object {
    const { ids, to } = this.props;
    return { import: [{ for_each: `\${toset(${ids})}`, to, id: '${each.value}' }] };
  }
}

/**
 * Log groups that outlive their servers: the plan warns of those that no server writes to any more, and a server that comes back takes
 * its own again, which AWS would refuse to create. AWS: "CreateLogGroup" (ResourceAlreadyExistsException).
 */
export class KeptLogs extends Construct {
  constructor(scope: Construct, id: string, { namePrefix, writer, groups }: KeptLogsProps) {
    super(scope, id);
    const { fqn } = new DataAwsCloudwatchLogGroups(this, 'known', { logGroupNamePrefix: namePrefix });
    const names = groups.map(({ nameInput }) => JSON.stringify(nameInput));
    for (const [index, { friendlyUniqueId, terraformResourceType }] of groups.entries()) {
      new ImportBlock(this, friendlyUniqueId, {
        ids: `[for name in ${fqn}.log_group_names : name if name == ${names[index]}]`,
        to: `${terraformResourceType}.${friendlyUniqueId}`,
      });
    }
    const left = `setsubtract(${fqn}.log_group_names, [${names.join(', ')}])`;
    new PlanCheck(this, 'check', {
      condition: `length(${left}) == 0`,
      message: `No ${writer} writes to \${join(", ", ${left})} any more. They stay, and their events expire with their retention; to delete one: aws logs delete-log-group --log-group-name NAME`,
    });
  }
}
