import { en } from '../../src-main/messages/en/index.ts';
import { createMessages } from '../../src-main/messages/messages.ts';
import type { Catalogue, CodeText } from '../../src-main/messages/types.ts';
import { FINDING_CODES, type FindingCode } from '../../src-main/model/codes.ts';

/** English with predictable sentences for findings and connection errors: their wording is tested elsewhere. */
export const fakeMessages = createMessages({
  ...en,
  findings: Object.fromEntries(
    FINDING_CODES.map((code): [FindingCode, CodeText] => {
      const text = {
        title: `title of ${code}`,
        saw: 'saw {line}',
        because: 'because',
        doThis: [`mend ${code}`],
      };
      const pass = { title: text.title, saw: text.saw };
      const explain = {
        title: text.title,
        meaning: 'meaning',
        how: 'how',
        doThis: text.doThis,
        kbSection: 'not in KB0535040',
        source: 'inference',
        links: [{ title: 'A page', url: 'https://docs.example/page' }],
      };
      return [code, { pass, info: pass, unknown: pass, warn: text, fail: text, explain }];
    }),
  ) as Catalogue['findings'],
  connection: new Proxy({} as Catalogue['connection'], {
    get: (_, code) => ({ title: `${String(code)} title`, message: `${String(code)}: {why}`, next: ['Try again.'] }),
  }),
});
