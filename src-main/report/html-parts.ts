import type { Report } from '../model/report.ts';
import { visible, visibleLines } from './visible.ts';

type Status = Report['findings'][number]['status'];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string): string => text.replace(/[&<>"']/g, (c) => ENTITIES[c] ?? c);

/** Text of anyone's as HTML: on one line, what acts on the reader written out. */
export const text = (value: string): string => escaped(visible(value));

/** The same for text of several lines, in a `pre`. */
export const block = (value: string): string => `<pre>${visibleLines(value).map(escaped).join('\n')}</pre>`;

/** A link to a web page; anything else stays text. */
export const link = (title: string, url: string): string =>
  /^https:\/\//.test(url) ? `<a href="${text(url)}" rel="noopener noreferrer">${text(title)}</a>` : text(title);

const SHAPES: Readonly<Record<Status, string>> = {
  pass: '<circle cx="8" cy="8" r="7"/><path d="M4.8 8.2 7 10.4 11.3 5.8"/>',
  fail: '<path d="M5 1h6l4 4v6l-4 4H5l-4-4V5z"/><path d="m5.4 5.4 5.2 5.2m0-5.2-5.2 5.2"/>',
  warn: '<path d="M8 1.5 15.2 14H.8z"/><path d="M8 6v4m0 1.6v1.2"/>',
  unknown:
    '<circle cx="8" cy="8" r="7" stroke-dasharray="2.6 2"/><path d="M6 6.3a2 2 0 1 1 2.6 1.9c-.5.2-.6.5-.6 1.1m0 1.5v.9"/>',
  info: '<circle cx="8" cy="8" r="7"/><path d="M8 7v5m0-8.2v1.4"/>',
};

/** A status as glyph and word: shape, word and colour say the same. */
export const badge = (status: Status, word: string): string =>
  `<span class="${status}"><svg class="glyph" viewBox="0 0 16 16" aria-hidden="true">${SHAPES[status]}</svg> ${text(word)}</span>`;

/** A definition list of what is not empty. Values are HTML. */
export const facts = (kind: string, rows: readonly (readonly [label: string, html: string])[]): string => {
  const shown = rows.filter(([, html]) => html !== '');
  return shown.length === 0
    ? ''
    : `<dl${kind === '' ? '' : ` class="${kind}"`}>${shown.map(([label, html]) => `<dt>${text(label)}</dt><dd>${html}</dd>`).join('')}</dl>`;
};

/** A heading and what stands under it; nothing where there is nothing. */
export const section = (title: string, html: string): string =>
  html === '' ? '' : `<section><h2>${text(title)}</h2>${html}</section>`;
