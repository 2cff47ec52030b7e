/** Packages that a stack can be made of, in the place of the project's own. */
export interface Alternative {
  readonly name: string;
  /** Folder of its pins, in `portability`. */
  readonly folder: string;
  /** What imports are renamed to. Names that are not here are aliases in the folder's `package.json`. */
  readonly imports: Readonly<Record<string, string>>;
}

export const ALTERNATIVES: readonly Alternative[] = [
  { name: 'CDK Terrain', folder: 'cdktn', imports: {} },
  {
    name: 'CDK Terrain with version 6 of the AWS provider',
    folder: 'provider-6',
    imports: { cdktf: 'cdktn', '@cdktf/provider-aws': '@cdktn/provider-aws' },
  },
];
