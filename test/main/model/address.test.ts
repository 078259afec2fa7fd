import { isIPv6 as nodeIsIPv6 } from 'node:net';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isIPv6, readAddress } from '../../../src-main/model/address.ts';

describe('an address', () => {
  test.for([
    ['mid1', { host: 'mid1' }],
    [' mid1.example ', { host: 'mid1.example' }],
    ['jo@mid1', { host: 'mid1', user: 'jo' }],
    ['jo@corp@mid1:2222', { host: 'mid1', user: 'jo@corp', port: 2222 }],
    ['DOMAIN\\jo@mid1', { host: 'mid1', user: 'DOMAIN\\jo' }],
    ['10.0.0.1:22', { host: '10.0.0.1', port: 22 }],
    ['::1', { host: '::1' }],
    ['jo@fe80::1%eth0', { host: 'fe80::1%eth0', user: 'jo' }],
    ['[2001:db8::1]:2022', { host: '2001:db8::1', port: 2022 }],
    ['jo@[::1]', { host: '::1', user: 'jo' }],
    ['[mid1]:23', { host: 'mid1', port: 23 }],
    ['ssh://jo@mid1:2222/', { host: 'mid1', user: 'jo', port: 2222 }],
  ] as const)('%s', ([text, expected]) => {
    expect(readAddress(text)).toEqual({ address: expected });
  });

  test.for([
    ['', 'no-host'],
    ['@', 'no-user'],
    ['jo@', 'no-host'],
    ['@mid1', 'no-user'],
    ['mid1:', 'no-port'],
    ['mid1:0', 'no-port'],
    ['mid1:65536', 'no-port'],
    ['mid1:2x', 'no-port'],
    ['[mid1]', 'brackets'],
    ['[]', 'brackets'],
    ['-oX', 'not-a-host'],
    ['a b', 'not-a-host'],
    ['a;b', 'not-a-host'],
    ['a`b`', 'not-a-host'],
    ['-l@mid1', 'not-a-user'],
    ['a/b', 'not-a-host'],
    ['https://mid1:22/x', 'not-a-host'],
  ] as const)('refuses %j: %s', ([text, fault]) => {
    expect(readAddress(text)).toEqual({ fault });
  });
});

test('an IPv6 address is what Node takes for one', () => {
  const part = fc.constantFrom('::', ':', '0', 'ffff', '12345', 'g', '1.2.3.4', '256.0.0.1', '01.2.3.4', 'A', '');
  const whole = fc.array(fc.constantFrom('0', 'ab', 'FFFF', '', '1.2.3.4'), { minLength: 6, maxLength: 9 });
  const text = fc.oneof(
    fc.ipV6(),
    fc.array(part, { maxLength: 10 }).map((parts) => parts.join('')),
    whole.map((parts) => parts.join(':')),
  );
  fc.assert(
    fc.property(text, (address) => {
      expect(isIPv6(address)).toBe(nodeIsIPv6(address));
    }),
    { numRuns: 3000 },
  );
});
