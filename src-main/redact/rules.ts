export const MASK = '****';

/**
 * How far a secret reaches from where its `head` ends. `value`: to its closing quote, or the line's end where there is
 * none, or without a quote to the next space or delimiter. `word`: to the next space, quote or angle bracket. `line`:
 * to the line's end. `element`: to the `<` that closes it, on the same line. `user`: to the last `@` of the authority. `run`: as long as the head's last
 * character repeats.
 */
export type Reach = 'value' | 'word' | 'line' | 'element' | 'user' | 'run';

/** One form in which a secret stands in text: what comes before it, and how far it reaches. */
export type Rule = { readonly id: string; readonly head: RegExp; readonly reach: Reach };

/** Parts of names whose value is a secret, as config.xml, wrapper.conf, Java options and logs write them. */
const NAME = '(?:password|passwd|passphrase|pwd|secret|token|credential|api[_.-]?key|private[_.-]?key)';
const head = (pattern: string) => new RegExp(pattern, 'gi');

/**
 * In the order in which they are applied. Text comes from hosts and is hostile: each head begins with something
 * literal and has only small bounded repeats, so that the time grows with the text and no faster.
 */
export const RULES: readonly Rule[] = [
  /** `<parameter name="mid.instance.password" secure="true" value="…"/>` */
  {
    id: 'xml-name-then-value',
    head: head(`${NAME}[\\w.-]{0,60}["'][^<>\\n]{0,120}?\\bvalue\\s{0,4}=\\s{0,4}`),
    reach: 'value',
  },
  /** `<parameter value="…" name="mid.instance.password"/>` */
  {
    id: 'xml-value-then-name',
    head: head(
      `\\bvalue\\s{0,4}=\\s{0,4}(?=(?:"[^"\\n]{0,1000}"|'[^'\\n]{0,1000}')\\s{1,20}name\\s{0,4}=\\s{0,4}["'][\\w.-]{0,60}?${NAME})`,
    ),
    reach: 'value',
  },
  /** `<password>…</password>` */
  { id: 'xml-element', head: head(`${NAME}[\\w.-]{0,60}>`), reach: 'element' },
  /** `"password":"…"`, `-Dkey.password=…`, `PASSWORD: …` */
  { id: 'name-value', head: head(`${NAME}[\\w.-]{0,60}["']?[ \\t]{0,8}(?:=>|[=:])[ \\t]{0,8}`), reach: 'value' },
  /** What the MID Server makes of its secrets; readable by whoever has its key. Source: the agent's config.xml. */
  { id: 'encrypted', head: head('\\bencrypted:'), reach: 'word' },
  /** `http://user:…@proxy`; the password may hold an @. */
  { id: 'url-user', head: head(`://[^\\s/@:"'<>]{0,256}:(?=[^\\s/"'<>]{1,256}@)`), reach: 'user' },
  {
    id: 'header',
    head: head('\\b(?:(?:proxy-)?authorization|(?:set-)?cookie)["\']?[ \\t]{0,4}:[ \\t]{0,4}'),
    reach: 'line',
  },
  { id: 'scheme', head: /\b(?:Basic|Bearer|Negotiate|NTLM) (?=[A-Za-z0-9+/=._~-]{20})/g, reach: 'word' },
  /** Masks made on the host are as long as what they hide; the length is nobody's business either. */
  { id: 'stars', head: /\*{4}(?=\*)/g, reach: 'run' },
];
