/** One pattern of ssh: `*` any number of characters, `?` exactly one. No regular expression is made from it. */
export const matchesPattern = (text: string, pattern: string): boolean => {
  let t = 0;
  let p = 0;
  let star = -1;
  let mark = 0;
  while (t < text.length) {
    const c = pattern[p];
    if (c === '*') {
      star = p++;
      mark = t;
    } else if (c !== undefined && (c === '?' || c === text[t])) {
      p++;
      t++;
    } else if (star !== -1) {
      p = star + 1;
      t = ++mark;
    } else return false;
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
};

/** Several patterns: a matching one with `!` rules out everything, else one match is enough. */
export const matchesList = (text: string, patterns: readonly string[]): boolean => {
  let positive = false;
  for (const pattern of patterns) {
    if (pattern.startsWith('!')) {
      if (matchesPattern(text, pattern.slice(1))) return false;
    } else if (matchesPattern(text, pattern)) positive = true;
  }
  return positive;
};

/** Host names are compared in lower case. */
export const matchesHosts = (host: string, list: string): boolean =>
  matchesList(host.toLowerCase(), list.toLowerCase().split(','));
