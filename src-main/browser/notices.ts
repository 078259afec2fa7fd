import { createHash } from 'node:crypto';
import { type Language, messagesFor } from '../messages/index.ts';

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;max-width:38rem;margin:18vh auto;padding:0 1.5rem}
:root{color-scheme:light dark}h1{font-size:1.4rem}p{margin:.5rem 0}`;

/** What a browser shows where the page itself cannot be. */
export type NoticeName = 'opened' | 'used' | 'used-here' | 'wrong' | 'no-session' | 'prefetch';

/** Only these two lead on to the page; `opened` does so by itself. */
const LEADS_ON: ReadonlySet<NoticeName> = new Set(['opened', 'used-here']);

/**
 * `opened` goes on through the page's own document and not by an HTTP redirect: after a click in another site's page
 * a redirect would still count as that site's request, and the strict cookie would stay behind.
 */
export const noticePage = (name: NoticeName, language: Language = 'en'): string => {
  const { phrase } = messagesFor(language);
  const title = phrase(`notice.${name}.title`);
  const text = phrase(`notice.${name}.text`).split('\n');
  const refresh = name === 'opened' ? '<meta http-equiv="refresh" content="0;url=/">' : '';
  const link = LEADS_ON.has(name) ? `<p><a href="/">${phrase('notice.go')}</a></p>` : '';
  return `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>${title}</title>
<meta name="viewport" content="width=device-width">${refresh}<style>${STYLE}</style></head>
<body><h1>${title}</h1>${text.map((line) => `<p>${line}</p>`).join('')}${link}</body></html>`;
};

export const NOTICE_POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
