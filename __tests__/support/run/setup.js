const { create } = require('./temporary-folder');

module.exports = () => {
  create();
  // Less frequent garbage collection saves over a quarter of the CPU time of Terraform and its provider.
  process.env.GOGC ??= '800';
};
