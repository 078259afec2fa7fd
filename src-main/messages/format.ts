import type { Params } from '../model/finding.ts';

/** Longer values are cut: no sentence is made unreadable by what a host or a log put into it. */
const MAX_VALUE = 600;
/** Of what is there to choose from, nothing may be missing. */
const MAX_LIST = 20_000;

const PLACEHOLDER = /\{([a-zA-Z]\w*)(?::(\w+)|\|([^|{}]*)\|([^|{}]*))?\}/g;

/**
 * Fills a template (see `types.ts`). Values are put in as they are: escaping is the business of whoever displays.
 * `now` is what `{x:ago}` counts from.
 */
export const fill = (template: string, params: Params, now: Date = new Date()): string =>
  template.replace(PLACEHOLDER, (_, name: string, format?: string, one?: string, many?: string) => {
    const value = Object.hasOwn(params, name) ? params[name] : undefined;
    if (value === undefined) return `[${name}]`;
    if (one !== undefined && many !== undefined) return Number(value) === 1 ? one : many;
    return formatted(value, format, now);
  });

/** The placeholders of a template: their names, and the format after the colon where there is one. */
export const placeholders = (template: string): readonly { readonly name: string; readonly format: string | null }[] =>
  [...template.matchAll(PLACEHOLDER)].map((m) => ({ name: m[1] ?? '', format: m[2] ?? null }));

const formatted = (value: string | number, format: string | undefined, now: Date): string => {
  if (typeof value === 'string') {
    if (format === 'ago') return ago(value, now);
    return short(value, format === 'list' ? MAX_LIST : MAX_VALUE);
  }
  switch (format) {
    case 'bytes':
      return bytes(value);
    case 'duration':
      return duration(value);
    case 'count':
      return grouped(value);
    default:
      return String(value);
  }
};

/** 1234567 as "1,234,567"; the first toLocaleString of a program loads all that is known of languages, which takes long. */
const grouped = (value: number): string =>
  Number.isSafeInteger(value) ? String(value).replace(/\B(?=(\d{3})+$)/g, ',') : value.toLocaleString('en-US');

const short = (value: string, most = MAX_VALUE): string => (value.length > most ? `${value.slice(0, most)} …` : value);

/** An ISO time as its distance from `now`: "14 min ago". What is no time is given back as it is. */
export const ago = (iso: string, now: Date): string => {
  const then = Date.parse(iso);
  if (Number.isNaN(then)) return short(iso);
  const seconds = (now.getTime() - then) / 1000;
  return seconds < 0 ? `in ${duration(-seconds)}` : `${duration(seconds)} ago`;
};

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'];

/** Binary multiples under their everyday names, as df -h and Windows show them: 2147483648 is "2 GB". */
export const bytes = (value: number): string => {
  let scaled = Math.max(0, value);
  let unit = 0;
  while (scaled >= 1024 && unit < UNITS.length - 1) {
    scaled /= 1024;
    unit++;
  }
  return `${scaled >= 10 || Number.isInteger(scaled) ? Math.round(scaled) : scaled.toFixed(1)} ${UNITS[unit]}`;
};

/** Seconds as people say them: "45 s", "14 min", "3 h 20 min", "2 days". */
export const duration = (seconds: number): string => {
  const s = Math.max(0, Math.round(seconds));
  if (s < 120) return `${s} s`;
  const minutes = Math.round(s / 60);
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  return `${Math.round(hours / 24)} days`;
};
