// Loaded before leaktrail (`node --require`): whatever would reach for the network leaves a line in the file that NETWORK_MARK
// names, and fails. Threads load it, too.
'use strict';
const dgram = require('node:dgram');
const dns = require('node:dns');
const { appendFileSync } = require('node:fs');
const net = require('node:net');

function refuse(name) {
  return () => {
    appendFileSync(process.env.NETWORK_MARK, `${name}\n`);
    throw new Error(`no network: ${name}`);
  };
}

// http, https, tls and fetch come by here.
net.Socket.prototype.connect = refuse('connect');
net.Server.prototype.listen = refuse('listen');
dgram.createSocket = refuse('dgram');
for (const owner of [dns, dns.promises, dns.Resolver.prototype, dns.promises.Resolver.prototype]) {
  for (const name of Object.getOwnPropertyNames(owner)) {
    if (/^(?:lookup|resolve|reverse)/u.test(name)) owner[name] = refuse(name);
  }
}
