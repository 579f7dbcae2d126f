// Loaded before leaktrail (NODE_OPTIONS): from here on the native re2 cannot be loaded, as on a machine
// where its build failed. Worker threads load it, too.
const Module = require('node:module');

const load = Module._load;
Module._load = function (request, ...rest) {
  if (request === 're2') throw new Error('re2 cannot be loaded');
  return load.call(this, request, ...rest);
};
