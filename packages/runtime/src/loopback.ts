import { BlockList, isIP } from 'node:net';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/**
 * Whether nothing but this machine answers under this name or address: `localhost` and the names below it (RFC 6761),
 * 127.0.0.0/8 and ::1, in any case, in brackets or with a dot at the end. No other name counts, wherever it points.
 */
export function isLoopback(host: string): boolean {
  const plain = host
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '');
  const version = isIP(plain);
  if (version !== 0) return loopback.check(plain, version === 4 ? 'ipv4' : 'ipv6');
  return plain === 'localhost' || /^[a-z0-9.-]*[a-z0-9]\.localhost$/.test(plain);
}

/** The name or address of a `Host` header, without its port; undefined where it is no `name` or `name:port`. */
export function hostOf(header: string | undefined): string | undefined {
  return /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::\d{0,5})?$/i.exec(header ?? '')?.[1];
}
