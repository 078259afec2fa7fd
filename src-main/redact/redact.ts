import { maskPrivateKeys } from './private-keys.ts';
import { createReach } from './reach.ts';
import { MASK, RULES, type Rule } from './rules.ts';
import { maskSecrets } from './secrets.ts';

/**
 * Text that may be saved, shown and sent: without what {@link RULES} know as secrets, and without `secrets`, those
 * that were typed in this session. Line numbers stay as they are, so what points into the raw text points into this.
 * What was redacted before stays as it is. Time grows with the text and no faster, whatever the text is.
 */
export const redact = (text: string, secrets: readonly string[] = []): string => {
  if (text === '') return text;
  const known = secrets.length === 0 ? text : maskSecrets(text, secrets);
  return RULES.reduce(apply, maskPrivateKeys(known));
};

const apply = (text: string, { head, reach }: Rule): string => {
  const pieces: string[] = [];
  const endOf = createReach(text, reach);
  let last = 0;
  head.lastIndex = 0;
  for (let match = head.exec(text); match; match = head.exec(text)) {
    const from = match.index + match[0].length;
    const end = endOf(from);
    if (end <= from) continue;
    const quote = text[from] === '"' || text[from] === "'" ? text[from] : '';
    // The head of a run is part of what it hides.
    pieces.push(
      text.slice(last, reach === 'run' ? match.index : from),
      reach === 'value' ? `${quote}${MASK}${quote}` : MASK,
    );
    last = end;
    head.lastIndex = end;
  }
  return pieces.length === 0 ? text : pieces.join('') + text.slice(last);
};
