import { MASK } from './rules.ts';

const BEGIN = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----/;
const END = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY-----/;
const KEY_LINE = /^[\s>|]{0,20}(?:[A-Za-z0-9+/=]+|[A-Za-z0-9-]{1,40}: .{0,200}|)\s*$/;

/**
 * Takes the lines between a key's marks out, one mask a line. A block that never ends (cut off by a limit) stops at
 * the first line that no key has.
 */
export const maskPrivateKeys = (text: string): string => {
  if (!text.includes('PRIVATE KEY-----')) return text;
  let inside = false;
  return text
    .split('\n')
    .map((line) => {
      const begin = BEGIN.exec(line);
      if (begin) {
        const head = line.slice(0, begin.index + begin[0].length);
        inside = !END.test(line);
        return line.length > head.length ? `${head}${MASK}` : head;
      }
      if (!inside) return line;
      if (END.test(line) || !KEY_LINE.test(line)) {
        inside = false;
        return line;
      }
      return line.trim() === '' ? line : `${/^\s{0,20}/.exec(line)?.[0] ?? ''}${MASK}`;
    })
    .join('\n');
};
