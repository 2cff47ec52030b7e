import util from 'node:util';

// CDKTF 0.21 calls `util.isArray` for each output. Node.js 22 and later print a deprecation warning (DEP0044).
Object.assign(util, { isArray: Array.isArray });
