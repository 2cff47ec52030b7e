module.exports = require('./temporary-folder').create;
