import util from 'node:util';

// CDKTF 0.21 asks `util.isArray` about every output. Node.js 22 and later warn of it (DEP0044), and a later one may lack it.
Object.assign(util, { isArray: Array.isArray });
