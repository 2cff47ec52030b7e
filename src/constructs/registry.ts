import { EcrLifecyclePolicy } from '@cdktf/provider-aws/lib/ecr-lifecycle-policy';
import { EcrRepository } from '@cdktf/provider-aws/lib/ecr-repository';
import { SsmParameter } from '@cdktf/provider-aws/lib/ssm-parameter';
import { Construct } from 'constructs';
import { imageParameterName, repositoryName } from '../core/names';

export interface RegistryProps {
  /** Prefix of names that are unique in the account and region. */
  readonly prefix: string;
  readonly region: string;
  /** Id of the account. */
  readonly accountId: string;
  /** Whether Terraform refuses to destroy repositories; otherwise they go with their images. */
  readonly deletionProtection: boolean;
}

/** A repository, as servers and pipelines use it. */
export interface Repository {
  readonly name: string;
  /** Without a tag. */
  readonly url: string;
  readonly arn: string;
}

/** A parameter with the image that servers run. */
export interface ImageParameter {
  readonly name: string;
  readonly arn: string;
}

/** Images without a tag are what a push left behind. Of the others, the latest are kept: far more than any rollback needs. */
const LIFECYCLE = {
  rules: [
    {
      rulePriority: 1,
      description: 'Untagged images go after 14 days',
      selection: { tagStatus: 'untagged', countType: 'sinceImagePushed', countUnit: 'days', countNumber: 14 },
      action: { type: 'expire' },
    },
    {
      rulePriority: 2,
      description: 'The latest 200 images stay',
      selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 200 },
      action: { type: 'expire' },
    },
  ],
};

/**
 * A private repository for each image, encrypted, scanned on push, with tags that no push moves. Storage costs by the month. AWS: "Amazon
 * ECR User Guide". A parameter holds the reference of the image that servers run: Terraform sets it once, `devloop deploy-image` changes it.
 */
export class Registry extends Construct {
  private readonly repositories = new Map<string, Repository>();

  constructor(
    scope: Construct,
    id: string,
    private readonly props: RegistryProps,
  ) {
    super(scope, id);
  }

  /** All repositories, by image. */
  public get all(): ReadonlyMap<string, Repository> {
    return this.repositories;
  }

  /** The repository of an image, added at the first call. */
  public repository(image: string): Repository {
    const known = this.repositories.get(image);
    if (known) return known;
    const { prefix, region, accountId, deletionProtection } = this.props;
    const name = repositoryName(prefix, image);
    const repository = new EcrRepository(this, image, {
      name,
      imageTagMutability: 'IMMUTABLE',
      imageScanningConfiguration: { scanOnPush: true },
      encryptionConfiguration: [{ encryptionType: 'AES256' }],
      ...(deletionProtection ? { lifecycle: { preventDestroy: true } } : { forceDelete: true }),
      tags: { Name: name },
    });
    new EcrLifecyclePolicy(this, `${image}-lifecycle`, {
      repository: repository.name,
      policy: JSON.stringify(LIFECYCLE),
    });
    const arn = `arn:aws:ecr:${region}:${accountId}:repository/${name}`;
    const added = { name, arn, url: `${accountId}.dkr.ecr.${region}.amazonaws.com/${name}` };
    this.repositories.set(image, added);
    return added;
  }

  /** Adds the parameter of an image. Its value is of Terraform only at its creation. */
  public addParameter(image: string, reference: string): ImageParameter {
    const { prefix, region, accountId } = this.props;
    const name = imageParameterName(prefix, image);
    new SsmParameter(this, `${image}-parameter`, {
      name,
      type: 'String',
      value: reference,
      description: 'Image that servers run; devloop deploy-image changes it',
      tags: { Name: name },
      lifecycle: { ignoreChanges: ['value'] },
    });
    return { name, arn: `arn:aws:ssm:${region}:${accountId}:parameter${name}` };
  }
}
