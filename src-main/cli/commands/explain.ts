import { jsonText, reportJsonSchema, wrap } from '../../app/reporting.ts';
import { type Explained, type Messages, messagesFor } from '../../messages/index.ts';
import { type Call, meant, quoted } from '../args.ts';
import { EXIT } from '../exit-codes.ts';
import { languageOf } from '../language.ts';
import { nearest } from '../nearest.ts';
import { print, wantsColour, widthOf } from '../output.ts';
import { UsageError } from '../usage-error.ts';

export const explainCommand = async (call: Call): Promise<number> => {
  const m = messagesFor(languageOf(call));
  const [code] = call.words;
  if ([code !== undefined, call.on('list'), call.on('schema')].filter(Boolean).length !== 1)
    throw new UsageError('midup explain takes one of: a CODE, --list, --schema');
  if (call.on('schema')) await print(`${jsonText(reportJsonSchema())}\n`);
  else if (call.on('list')) await print(call.on('json') ? `${jsonText(list(m))}\n` : listText(m));
  else {
    const explained = find(code ?? '', m);
    await print(call.on('json') ? `${jsonText(explained)}\n` : explainText(explained, m));
  }
  return EXIT.ok;
};

const find = (code: string, m: Messages): Explained => {
  const explained = m.explainCode(code);
  if (explained) return explained;
  throw new UsageError(`there is no code ${quoted(code)}${meant(nearest(code, m.codes()))}; see midup explain --list`);
};

const list = (m: Messages) => m.codes().map((code) => ({ code, title: m.explainCode(code)?.title ?? '' }));

const listText = (m: Messages): string => {
  const rows = list(m);
  const width = Math.max(...rows.map(({ code }) => code.length));
  return `${rows.map(({ code, title }) => `${code.padEnd(width)}  ${title}`).join('\n')}\n`;
};

const explainText = (e: Explained, m: Messages): string => {
  const width = Math.min(widthOf(process.stdout), 100);
  const colour = wantsColour(process.stdout, process.env);
  const strong = (text: string) => (colour ? `\x1b[1m${text}\x1b[0m` : text);
  const indented = (text: string, first = '  ') =>
    wrap(text, width - 2 - first.length).map((line, i) => (i === 0 ? first : ' '.repeat(first.length)) + line);
  const part = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? '' : [strong(title), ...lines].join('\n');
  return `${[
    `${strong(e.title)}\n${e.code}`,
    part(m.phrase('explain.meaning'), indented(e.meaning)),
    part(m.phrase('explain.how'), indented(e.how)),
    part(
      m.phrase('explain.do'),
      e.doThis.flatMap((action, i) => indented(action, `  ${i + 1}. `)),
    ),
    part(m.phrase('explain.kb'), indented(e.kbSection)),
    part(m.phrase('explain.source'), indented(e.source)),
    part(
      m.phrase('explain.links'),
      e.links.map(({ title, url }) => `  ${title}: ${url}`),
    ),
  ]
    .filter((p) => p !== '')
    .join('\n\n')}\n`;
};
