import type { Params } from '../model/finding.ts';

/** Fills a template (see `types.ts`). Values are put in as they are: escaping is the business of whoever displays. */
export const fill = (template: string, params: Params): string =>
  template.replace(/\{([a-zA-Z]\w*)(?::(\w+))?\}/g, (_, name: string, format?: string) => {
    const value = params[name];
    if (value === undefined) return `[${name}]`;
    return formatted(value, format);
  });

const formatted = (value: string | number, format: string | undefined): string => {
  if (typeof value === 'string') return value;
  switch (format) {
    case 'bytes':
      return bytes(value);
    case 'duration':
      return duration(value);
    case 'count':
      return value.toLocaleString('en-US');
    default:
      return String(value);
  }
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
