/** ISO time as the page shows it; empty for null and for what is no time. */
export const clockTime = (iso: string | null, locale: string, seconds = false): string =>
  formatted(iso, locale, { hour: '2-digit', minute: '2-digit', ...(seconds ? { second: '2-digit' } : {}) });

type Words = { readonly today: string; readonly yesterday: string };

/** "today 02:14", "yesterday 23:50", "12 Nov", "12 Nov 2025". `now` in milliseconds. */
export const dayTime = (iso: string, now: number, locale: string, words: Words): string => {
  const then = new Date(iso);
  if (Number.isNaN(then.getTime())) return '';
  const days = Math.round((startOfDay(new Date(now)) - startOfDay(then)) / 86_400_000);
  if (days === 0) return `${words.today} ${clockTime(iso, locale)}`;
  if (days === 1) return `${words.yesterday} ${clockTime(iso, locale)}`;
  const sameYear = then.getFullYear() === new Date(now).getFullYear();
  return formatted(iso, locale, { day: 'numeric', month: 'short', ...(sameYear ? {} : { year: 'numeric' }) });
};

/** The same with the time of day, whatever the day: "12 Nov 02:14". */
export const dayAndTime = (iso: string, now: number, locale: string, words: Words): string => {
  const [day, time] = [dayTime(iso, now, locale, words), clockTime(iso, locale)];
  return day.endsWith(time) ? day : `${day} ${time}`;
};

/** Time since `iso`: "4 s", "2 min 05 s", "1 h 04 min". Never negative: clocks of main and page may differ. */
export const elapsed = (iso: string, now: number): string => {
  const seconds = Math.max(0, Math.floor((now - Date.parse(iso)) / 1000)) || 0;
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${two(seconds % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${two(minutes % 60)} min`;
};

/** How long something took: "41 ms", "1.2 s", "64 s". */
export const took = (ms: number): string => {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  return ms < 10_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 1000)} s`;
};

const two = (value: number): string => String(value).padStart(2, '0');
const startOfDay = (date: Date): number => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();

const formatted = (iso: string | null, locale: string, options: Intl.DateTimeFormatOptions): string => {
  const time = iso === null ? Number.NaN : Date.parse(iso);
  return Number.isNaN(time) ? '' : new Intl.DateTimeFormat(locale, { hourCycle: 'h23', ...options }).format(time);
};
