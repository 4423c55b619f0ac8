import { BlockList, isIP } from 'node:net';
import { isLoopback } from './loopback.ts';

const inside = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const)
  inside.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of [
  ['::', 127],
  ['64:ff9b::', 32],
  ['fc00::', 7],
  ['fe80::', 9],
  ['ff00::', 8],
] as const)
  inside.addSubnet(network, prefix, 'ipv6');

/**
 * Whether an address, in brackets or not, is one of this machine, of a private network or of a link, or none that a publisher
 * has (RFC 6890), also written as one of IPv6; a name is only where it means this machine.
 */
export function isPrivateAddress(host: string): boolean {
  const plain = host.replace(/^\[(.*)\]$/, '$1');
  const version = isIP(plain);
  return version === 0 ? isLoopback(host) : inside.check(plain, version === 4 ? 'ipv4' : 'ipv6');
}
