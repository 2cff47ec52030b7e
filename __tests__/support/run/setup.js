const { create } = require('./temporary-folder');

module.exports = ({ updateSnapshot }) => {
  create();
  // For `../golden.ts`: Jest tells the flag to no test.
  if (updateSnapshot === 'all') process.env.UPDATE_GOLDEN = '1';
  // Less frequent garbage collection saves over a quarter of the CPU time of Terraform and its provider.
  process.env.GOGC ??= '800';
};
