import { expect, test } from 'vitest';
import { isOwnPage, isWebLink } from '../../../src-main/electron/own-page.ts';

test.each(['midup://app/', 'midup://app/assets/x.js', 'midup://app'])('%s is the own page', (url) => {
  expect(isOwnPage(url)).toBe(true);
});

test.each([
  '',
  'about:blank',
  'midup://evil/',
  'midup://app.evil/',
  'midup:app',
  'https://app/',
  'data:text/html,midup://app/',
])('"%s" is not', (url) => {
  expect(isOwnPage(url)).toBe(false);
});

test('only plain https addresses go to the browser', () => {
  const links = [
    'https://support.servicenow.com/kb?id=1',
    'http://support.servicenow.com/',
    'https://user:secret@support.servicenow.com/',
    'https://localhost/',
    'file:///etc/passwd',
    'ms-settings:',
    'javascript:alert(1)',
    'smb://host/share',
    '',
  ];
  expect(links.filter(isWebLink)).toEqual(['https://support.servicenow.com/kb?id=1']);
});
