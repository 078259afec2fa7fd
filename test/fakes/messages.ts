import { en } from '../../src-main/messages/en/index.ts';
import { createMessages } from '../../src-main/messages/messages.ts';
import type { Catalogue } from '../../src-main/messages/types.ts';

/** English with predictable sentences for findings and connection errors: their wording is tested elsewhere. */
export const fakeMessages = createMessages({
  ...en,
  findings: new Proxy({} as Catalogue['findings'], {
    get: (_, code) => {
      const text = {
        title: `title of ${String(code)}`,
        saw: 'saw {line}',
        because: 'because',
        doThis: [`mend ${String(code)}`],
      };
      const pass = { title: text.title, saw: text.saw };
      return {
        pass,
        info: pass,
        unknown: pass,
        warn: text,
        fail: text,
        explain: {
          title: text.title,
          meaning: 'meaning',
          how: 'how',
          doThis: text.doThis,
          kbSection: 'not in KB0535040',
          source: 'inference',
          links: [{ title: 'A page', url: 'https://docs.example/page' }],
        },
      };
    },
  }),
  connection: new Proxy({} as Catalogue['connection'], {
    get: (_, code) => ({ title: `${String(code)} title`, message: `${String(code)}: {why}`, next: ['Try again.'] }),
  }),
});
