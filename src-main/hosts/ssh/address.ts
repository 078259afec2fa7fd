import { type Address, readAddress } from '../../model/address.ts';
import { excerpt } from '../bounded.ts';
import { connectionError } from '../connection-params.ts';

/** As {@link readAddress} reads it. Throws `config-invalid`. */
export const parseAddress = (text: string, where = 'the address'): Address => {
  const read = readAddress(text);
  if ('address' in read) return read.address;
  throw connectionError('config-invalid', 'config', { where, address: excerpt(text, 120), fault: read.fault });
};

/** `host:port`, with brackets where the host has colons. */
export const hostPort = (host: string, port: number): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
