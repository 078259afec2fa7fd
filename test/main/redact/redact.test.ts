import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { redact } from '../../../src-main/redact/redact.ts';

const lines = (text: string) => text.split('\n').length;

describe('what is known as a secret goes', () => {
  test.each([
    ['<parameter name="mid.instance.password" value="S3cret&quot;x"/>', 'S3cret'],
    ["<parameter name='mid.proxy.password' secure='true' value='S3cret'/>", 'S3cret'],
    ['<parameter value="S3cret" name="mid.instance.password"/>', 'S3cret'],
    ['<parameter name="mid.instance.password" value="S3cret>x/>', 'S3cret'],
    ['<proxyPassword>S3cret</proxyPassword>', 'S3cret'],
    ['wrapper.java.additional.5=-Djavax.net.ssl.trustStorePassword=S3cret -Dx=1', 'S3cret'],
    ['password = "S3 cret"', 'S3 cret'],
    ["PASSWORD: 'S3cret'", 'S3cret'],
    ['{"api_key":"S3cret","a":1}', 'S3cret'],
    ['<x value="encrypted:AbC+/=="/>', 'AbC'],
    ['http://user:S3c@ret@proxy.example:8080/', 'S3c'],
    ['http://user:S3;c@ret@proxy.example:8080/', 'ret@'],
    ['Proxy-Authorization: Basic dXNlcjpwYXNzd29yZDEyMw==', 'dXNl'],
    ['"Cookie": "glide_user=S3cret; x=S3cret"', 'S3cret'],
    ['got Bearer eyJhbGciOiJIUzI1NiJ9.abcdefgh', 'eyJ'],
  ])('%s', (text, secret) => {
    const clean = redact(text);
    expect(clean).toContain('****');
    expect(clean).not.toContain(secret);
  });

  test('a private key, also one that is cut off, and the lines around it stay', () => {
    const key = 'a\n -----BEGIN RSA PRIVATE KEY-----\n MIIEabc+/=\n Zm9vYmFy\n -----END RSA PRIVATE KEY-----\nb';
    expect(redact(key)).toBe('a\n -----BEGIN RSA PRIVATE KEY-----\n ****\n ****\n -----END RSA PRIVATE KEY-----\nb');
    const cut = '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1r\n=0\n@df df -Pk /';
    expect(redact(cut)).toContain('@df df -Pk /');
    expect(redact(cut)).not.toContain('b3Blb');
  });

  test('the length of what a host masked goes too', () => {
    expect(redact('value="*************" a ** b')).toBe('value="****" a ** b');
  });
});

test.each([
  'The file system /opt has 0 B free of 20 GB.',
  '<parameter name="url" value="https://acme.service-now.com/"/>',
  'java.io.IOException: No space left on device',
  'http://proxy.example:8080/path?mail=a',
  'SHA256:4PbZB4b0B1Qq3n0wz5Wm3F9x1cQm3b8oT0m2r0oXb9E',
  'Basic authentication is required',
  '@df df -Pk /opt/mid/agent',
  'user name or password is wrong',
])('what is none stays as it is: %s', (text) => {
  expect(redact(text)).toBe(text);
});

describe("this session's own secrets", () => {
  const secret = `p&ss "w<rd>'1`;
  test.each([
    ['as it is', `say ${secret} twice`],
    ['in base64', Buffer.from(secret).toString('base64')],
    ['in base64 after a name', Buffer.from(`user:${secret}`).toString('base64')],
    ['in a URL', encodeURIComponent(secret)],
    ['in XML', `p&amp;ss &quot;w&lt;rd&gt;&apos;1`],
    ['in JSON', JSON.stringify({ x: secret })],
    ['in a shell', `'${secret.replaceAll("'", `'\\''`)}'`],
  ])('%s', (_, text) => {
    const clean = redact(text, [secret]);
    expect(clean).toContain('****');
    for (const part of [secret, 'w<rd', 'rd%3E', 'w&lt;rd', Buffer.from(secret).toString('base64').slice(4, 12)])
      expect(clean).not.toContain(part);
  });

  test('a short one goes where it stands alone and leaves words as they are', () => {
    expect(redact('pin 42 of 1427', ['42'])).toBe('pin **** of 1427');
  });

  test('an empty one or one of stars changes nothing', () => {
    expect(redact('a b', ['', ' ', '**'])).toBe('a b');
  });

  test('whatever it is, it is gone and the lines are as many', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 4, maxLength: 40 }), fc.string(), fc.string(), (password, before, after) => {
        fc.pre(password.trim() !== '' && !password.includes('*'));
        const text = `${before}\n ${password} \n${after}`;
        const clean = redact(text, [password]);
        expect(lines(clean)).toBe(lines(text));
        expect(clean).not.toContain(` ${password} `);
      }),
    );
  });
});

const nasty = fc.array(
  fc.oneof(
    fc.string(),
    fc.constantFrom(
      'password',
      '=',
      '"',
      "'",
      'value="',
      '<parameter name="',
      '://',
      ':',
      '@',
      '\n',
      '-----BEGIN PRIVATE KEY-----',
      'encrypted:',
      'Cookie:',
      '*****',
    ),
  ),
  { maxLength: 30 },
);

test('lines stay as many, and redacting twice is redacting once', () => {
  fc.assert(
    fc.property(nasty, (parts) => {
      const text = parts.join('');
      const once = redact(text);
      expect(lines(once)).toBe(lines(text));
      expect(redact(once)).toBe(once);
    }),
    { numRuns: 500 },
  );
});

test.each([
  ['password="a', 'a'],
  ['Cookie: a', 'a'],
  ['<password>a', 'a'],
  ['://a:a', 'a'],
  ['encrypted:a', 'a'],
  ['value="a', 'a'],
])('one value of ten megabytes is one value: %s', (start, piece) => {
  const text = `${start}${piece.repeat(10_000_000)}\nlast`;
  expect(redact(text, ['not-in-there']).endsWith('\nlast')).toBe(true);
});

test.each([
  ['a', 'a'],
  ['password>', 'password>'],
  ['password"', 'password"'],
  ['password', 'password'],
  ['password="', 'password="'],
  ['value="', 'value="'],
  ['value="" ', 'value="" '],
  ['://a:', '://a:'],
  ['<', '<'],
  ['*', '*'],
  ['-----BEGIN PRIVATE KEY-----', 'begin'],
  ['password.', 'password.'],
  ['pwd\n', 'pwd newline'],
])('two megabytes of %s take time in proportion', (piece) => {
  const text = piece.repeat(Math.ceil(2_000_000 / piece.length));
  const startedAt = performance.now();
  redact(text, ['not-in-there']);
  expect(performance.now() - startedAt).toBeLessThan(1500);
});
