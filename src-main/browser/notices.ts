import { createHash } from 'node:crypto';

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;max-width:38rem;margin:18vh auto;padding:0 1.5rem}
:root{color-scheme:light dark}h1{font-size:1.4rem}p{margin:.5rem 0}`;

/** What a browser shows where the page itself cannot be: each says what is so and what to do. */
const NOTICES = {
  opened: { title: 'Opening MID Up', text: ['MID Up opens in a moment.'] },
  used: {
    title: 'This address has been used',
    text: [
      'It opens MID Up once, so that nobody who comes by it later gets in.',
      'Go on in the tab where you opened it first. If that was not you, or the tab is in another browser: stop MID Up with Ctrl-C in its terminal, start it again and open the new address.',
    ],
  },
  'used-here': {
    title: 'This address has been used, in this browser',
    text: ['MID Up is open in this browser already; the address is not needed any more.'],
  },
  wrong: {
    title: 'This address does not open MID Up',
    text: ['It may be from an earlier start, or cut off. Open the whole address that MID Up printed in its terminal.'],
  },
  'no-session': {
    title: 'MID Up does not know this browser',
    text: [
      'Open the whole address that MID Up printed in its terminal, with everything after the question mark. It works once.',
      'If it has been used in another browser, stop MID Up with Ctrl-C there, start it again and open the new address.',
    ],
  },
  prefetch: { title: 'MID Up', text: ['Open this address to start.'] },
} as const;

export type NoticeName = keyof typeof NOTICES;

/** Only these two lead on to the page; `opened` does so by itself. */
const LEADS_ON: ReadonlySet<NoticeName> = new Set(['opened', 'used-here']);

/**
 * `opened` goes on through the page's own document and not by an HTTP redirect: after a click in another site's page
 * a redirect would still count as that site's request, and the strict cookie would stay behind.
 */
export const noticePage = (name: NoticeName): string => {
  const { title, text } = NOTICES[name];
  const refresh = name === 'opened' ? '<meta http-equiv="refresh" content="0;url=/">' : '';
  const link = LEADS_ON.has(name) ? '<p><a href="/">Go to MID Up</a></p>' : '';
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title>
<meta name="viewport" content="width=device-width">${refresh}<style>${STYLE}</style></head>
<body><h1>${title}</h1>${text.map((line) => `<p>${line}</p>`).join('')}${link}</body></html>`;
};

export const NOTICE_POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
