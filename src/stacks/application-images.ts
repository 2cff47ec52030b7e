import { TerraformLocal, TerraformVariable } from 'cdktf';
import type { Construct } from 'constructs';
import { AWS_ACTIONS } from '../roles/aws-actions';

/** Image reference: registry, path, tag and digest. Only the path is required. Docker: "Reference grammar". */
const IMAGE_PART = '[a-z0-9]+(([._]|__|-+)[a-z0-9]+)*';
const IMAGE =
  '^([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?([.][A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*(:[0-9]+)?/)?' +
  `${IMAGE_PART}(/${IMAGE_PART})*(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(@sha256:[0-9a-f]{64})?$`;

/** Image reference in ECR. AWS: "Amazon ECR private registries". */
const ECR =
  '^(?P<account>[0-9]{12})[.]dkr[.]ecr[.](?P<region>[a-z0-9-]+)[.]amazonaws[.]com/(?P<repository>[^:@]+)';

/** A registry host of ECR without a repository, which the grammar takes for a path. */
const ECR_ALONE = '^[0-9]{12}[.]dkr[.]ecr[.][^/]*$';

const ACCEPTED =
  'accepted: registry/path:tag, as 123456789012.dkr.ecr.ap-northeast-2.amazonaws.com/shop:1.4.2 or ghcr.io/team/shop@sha256: and 64 digits; the registry may be left out, tag and digest too; without a scheme or credentials.';

const isImage = (value: string): string =>
  `can(regex("${IMAGE}", ${value})) && !can(regex("${ECR_ALONE}", ${value}))`;

export interface ApplicationImage {
  readonly reference: string;
  /** Policy statements for the pull. Empty if the image is not in ECR. */
  readonly pullStatements: TerraformLocal;
}

/** An input that is checked before anything is made of it. */
export interface CheckedInput {
  /** What messages call it. */
  readonly name: string;
  /** Start of the construct id of its check. @default name */
  readonly id?: string;
  /** Expression of its value, a string. */
  readonly value: string;
  /** Expression of whether it is accepted. */
  readonly condition: string;
  /** What is wrong otherwise, and what is accepted. */
  readonly message: string;
}

/** Input variables with the images of the applications' containers. */
export class ApplicationImages {
  private one: ApplicationImage | undefined;
  private readonly others = new Map<string, ApplicationImage>();

  constructor(
    private readonly scope: Construct,
    /** Adds the check, and returns the expression of whether it holds. */
    private readonly require: (input: CheckedInput) => string,
  ) {}

  /** The image of `app_image`. */
  public single(): ApplicationImage {
    return (this.one ??= this.addSingle());
  }

  /** An image of the map `images`. */
  public named(name: string): ApplicationImage {
    const known = this.others.get(name);
    if (known) return known;
    if (this.others.size === 0) this.addMap();
    const value = `lookup(var.images, "${name}", "")`;
    const reference = new TerraformLocal(this.scope, `image-${name}`, `\${${value}}`).asString;
    const added = this.checked(`images["${name}"]`, value, reference, `-${name}`);
    this.others.set(name, added);
    return added;
  }

  private addSingle(): ApplicationImage {
    const { stringValue } = new TerraformVariable(this.scope, 'app_image', {
      type: 'string',
      nullable: false,
      description:
        "Image of the application's container, as 123456789012.dkr.ecr.ap-northeast-2.amazonaws.com/shop:1.4.2",
    });
    return this.checked('app_image', 'var.app_image', stringValue);
  }

  private addMap(): void {
    new TerraformVariable(this.scope, 'images', {
      type: 'map(string)',
      nullable: false,
      description:
        'Images of the containers by name, as {shop = "123456789012.dkr.ecr.ap-northeast-2.amazonaws.com/shop:1.4.2"}',
    });
  }

  private checked(name: string, value: string, reference: string, suffix = ''): ApplicationImage {
    const valid = this.require({
      name,
      id: suffix === '' ? name : `image${suffix}`,
      value,
      condition: isImage(value),
      message: `is not an image reference; ${ACCEPTED}`,
    });
    const image = `${valid} ? ${value} : ""`;
    return { reference, pullStatements: this.pullStatements(`pull-statements${suffix}`, image) };
  }

  private pullStatements(id: string, image: string): TerraformLocal {
    const statements = [
      { Effect: 'Allow', Action: AWS_ACTIONS.imageRegistry, Resource: '*' },
      {
        Effect: 'Allow',
        Action: AWS_ACTIONS.imageRepository,
        Resource: 'arn:aws:ecr:${r.region}:${r.account}:repository/${r.repository}',
      },
    ];
    const found = `regexall("${ECR}", ${image})`;
    const expression = `\${flatten([for r in ${found} : ${JSON.stringify(statements)}])}`;
    return new TerraformLocal(this.scope, id, expression);
  }
}
