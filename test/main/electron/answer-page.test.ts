import { describe, expect, test } from 'vitest';
import { answerPage } from '../../../src-main/electron/answer-page.ts';

const files = new Map([
  ['/', { type: 'text/html; charset=utf-8', body: new TextEncoder().encode('<title>page</title>') }],
  ['/assets/index.js', { type: 'text/javascript; charset=utf-8', body: new TextEncoder().encode('let page;') }],
]);
const get = (url: string, method = 'GET') => answerPage(files, { url, method });

describe("the app's own scheme", () => {
  test('serves the page with its policy, which allows no request anywhere', async () => {
    const response = get('midup://app/?x#y');
    expect(await response.text()).toBe('<title>page</title>');
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none'; .*connect-src 'none'/);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  });

  test.each([
    'midup://app/index.html',
    'midup://app/../package.json',
    'midup://app/assets/../../package.json',
    'midup://app/%2e%2e/package.json',
    'midup://other/',
    'midup://app.evil/',
    'file:///etc/passwd',
    'https://app/',
    'nonsense',
  ])('has no %s', (url) => {
    expect(get(url).status).toBe(404);
  });

  test.each(['POST', 'HEAD', 'PUT'])('takes no %s', (method) => {
    expect(get('midup://app/', method).status).toBe(405);
  });
});
