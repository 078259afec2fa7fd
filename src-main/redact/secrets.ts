import { MASK } from './rules.ts';

/** Below this a secret is only taken out where it stands alone: "ab" must not blacken every word that has it. */
const SHORT = 4;

/** The forms in which one secret can turn up: as it is, in base64, in a URL, in XML, in JSON or a shell's quotes. */
const formsOf = (secret: string): readonly string[] => {
  const xml = secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
  const url = encodeURIComponent(secret.toWellFormed());
  return [
    secret,
    xml,
    xml.replaceAll("'", '&apos;'),
    xml.replaceAll("'", '&#39;'),
    url,
    url.replaceAll('%20', '+'),
    url.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
    JSON.stringify(secret).slice(1, -1),
    secret.replaceAll("'", `'\\''`),
    ...base64Forms(secret),
  ];
};

/**
 * Alone, and in the middle of something longer (`user:secret`): the characters that depend on the secret only, for
 * each of the three ways in which it can lie across base64's groups of three bytes.
 */
const base64Forms = (secret: string): readonly string[] => {
  const bytes = Buffer.from(secret, 'utf8');
  const alone = bytes.toString('base64').replace(/=+$/, '');
  const inside = [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
    const from = before === 0 ? 0 : before + 1;
    const to = Math.floor(((before + bytes.length) * 8) / 6);
    return text.slice(from, to);
  });
  return [alone, ...inside].filter((form) => form.length >= 6);
};

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/** Takes this session's own secrets out, in every form, keeping the lines. */
export const maskSecrets = (text: string, secrets: readonly string[]): string => {
  const forms = new Set(secrets.filter((secret) => secret.trim() !== '').flatMap(formsOf));
  let result = text;
  for (const form of [...forms].sort((a, b) => b.length - a.length)) {
    if (MASK.includes(form) || !result.includes(form)) continue;
    const lines = form.split('\n').length - 1;
    const mask = `${MASK}${'\n'.repeat(lines)}`;
    result =
      form.length >= SHORT
        ? result.replaceAll(form, () => mask)
        : result.replace(new RegExp(`(?<![\\p{L}\\p{N}])${escaped(form)}(?![\\p{L}\\p{N}])`, 'gu'), () => mask);
  }
  return result;
};
