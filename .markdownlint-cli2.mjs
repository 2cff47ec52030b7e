import relativeLinks from 'markdownlint-rule-relative-links';

export default {
  config: {
    default: true,
    // Prettier's line width is for code; tables and links are longer.
    MD013: false,
    // Changelogs repeat headings by version.
    MD024: { siblings_only: true },
    // A template for pull requests has no title.
    MD041: false,
    'relative-links': true,
  },
  globs: ['**/*.md'],
  ignores: ['node_modules', '.local', 'cdktf.out', 'dist', '.gen'],
  customRules: [relativeLinks],
};
