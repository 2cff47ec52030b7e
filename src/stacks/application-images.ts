import { TerraformLocal, TerraformVariable } from 'cdktf';
import type { Construct } from 'constructs';
import type { Registry } from '../constructs/registry';
import type { PermissionStatement } from '../iam/permission-statement';
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

/** A tag alone, in the environment's own repository. Docker: "Reference grammar". */
const TAG = '^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$';

/** Name of the image of `app_image` in a registry. */
export const SINGLE_IMAGE = 'app';

export interface ApplicationImage {
  /** What the server runs: a reference, or the name of the parameter that has it. */
  readonly reference: string;
  /** Name of the parameter with the reference. @default none, without a registry */
  readonly parameter: string | undefined;
  /** What the server may do to find and pull it, beside `pullStatements`. */
  readonly statements: readonly PermissionStatement[];
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

type Given = Pick<CheckedInput, 'name' | 'id' | 'value'>;

/** Input variables with the images of the applications' containers. */
export class ApplicationImages {
  private one: ApplicationImage | undefined;
  private readonly others = new Map<string, ApplicationImage>();

  constructor(
    private readonly scope: Construct,
    /** Adds the check, and returns the expression of whether it holds. */
    private readonly require: (input: CheckedInput) => string,
    /** @default images are elsewhere */
    private readonly registry: Registry | undefined,
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
    const given = `lookup(var.images, "${name}", "")`;
    const check = { name: `images["${name}"]`, id: `image-${name}`, value: given };
    const added = this.registry
      ? this.inRegistry(name, check, `-${name}`)
      : this.elsewhere(
          new TerraformLocal(this.scope, `image-${name}`, `\${${given}}`).asString,
          check,
          `-${name}`,
        );
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
    const check = { name: 'app_image', value: 'var.app_image' };
    return this.registry ? this.inRegistry(SINGLE_IMAGE, check) : this.elsewhere(stringValue, check);
  }

  private addMap(): void {
    new TerraformVariable(this.scope, 'images', {
      type: 'map(string)',
      nullable: false,
      description:
        'Images of the containers by name, as {shop = "123456789012.dkr.ecr.ap-northeast-2.amazonaws.com/shop:1.4.2"}',
    });
  }

  /** Servers get the reference itself. */
  private elsewhere(reference: string, check: Given, suffix = ''): ApplicationImage {
    const message = `is not an image reference; ${ACCEPTED}`;
    const valid = this.require({ ...check, condition: isImage(check.value), message });
    const image = `${valid} ? ${check.value} : ""`;
    const pullStatements = this.pullStatements(`pull-statements${suffix}`, image);
    return { reference, parameter: undefined, statements: [], pullStatements };
  }

  /** Servers read the reference from a parameter. A tag alone is one of the repository. */
  private inRegistry(name: string, check: Given, suffix = ''): ApplicationImage {
    const registry = this.registry as Registry;
    const { value } = check;
    const isTag = `can(regex("${TAG}", ${value}))`;
    const valid = this.require({
      ...check,
      condition: `${isTag} || ${isImage(value)}`,
      message: `is not a tag or an image reference; accepted: a tag in the repository of the environment, as 1.4.2, or another image, as ghcr.io/team/shop:1.4.2.`,
    });
    const repository = registry.repository(name);
    const whole = `\${${isTag} ? join(":", ["${repository.url}", ${value}]) : ${value}}`;
    const reference = new TerraformLocal(this.scope, `reference-${name}`, whole);
    const parameter = registry.addParameter(name, reference.asString);
    return {
      reference: parameter.name,
      parameter: parameter.name,
      statements: [
        { actions: AWS_ACTIONS.imageParameter, resources: [parameter.arn] },
        { actions: AWS_ACTIONS.imageRegistry, resources: ['*'] },
        { actions: AWS_ACTIONS.imageRepository, resources: [repository.arn] },
      ],
      pullStatements: this.pullStatements(`pull-statements${suffix}`, `${valid} ? ${value} : ""`),
    };
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
