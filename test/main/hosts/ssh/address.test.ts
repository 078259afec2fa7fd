import { describe, expect, test } from 'vitest';
import { hostPort, parseAddress } from '../../../../src-main/hosts/ssh/address.ts';

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
    expect(parseAddress(text)).toEqual(expected);
  });

  test.for([
    '',
    '@',
    'jo@',
    '@mid1',
    'mid1:',
    'mid1:0',
    'mid1:65536',
    'mid1:2x',
    '[mid1]',
    '[]',
    '-oX',
    'a b',
    'a;b',
    'a`b`',
    '-l@mid1',
    'a/b',
  ])('refuses %j and says why', (text) => {
    expect(() => parseAddress(text)).toThrow(expect.objectContaining({ code: 'config-invalid', phase: 'config' }));
  });

  test('is written with brackets where it needs them', () => {
    expect(hostPort('::1', 22)).toBe('[::1]:22');
    expect(hostPort('mid1', 22)).toBe('mid1:22');
  });
});
