import { readFileSync } from 'node:fs';
import writeFileAtomic from 'write-file-atomic';

export type Area = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
export type WindowState = Area & { readonly maximized: boolean };

export const SMALLEST = { width: 720, height: 480 } as const;
const USUAL = { width: 1280, height: 860 } as const;
/** So much of the title bar must be on a screen that one can take hold of it. */
const HANDLE = { width: 120, height: 32 } as const;

/** What was saved; null where nothing was, or it cannot be read: then the window opens as it does at first. */
export const loadWindowState = (file: string): WindowState | null => {
  try {
    const { x, y, width, height, maximized } = JSON.parse(readFileSync(file, 'utf8'));
    if (![x, y, width, height].every((n) => Number.isSafeInteger(n))) return null;
    return { x, y, width, height, maximized: maximized === true };
  } catch {
    return null;
  }
};

/** Where it was is a comfort: a disk that is full must not keep the window from closing. */
export const saveWindowState = (file: string, state: WindowState): void => {
  try {
    writeFileAtomic.sync(file, JSON.stringify(state));
  } catch {}
};

/** No larger than the screen it is on, and in reach: screens come and go between two starts. */
export const placeWindow = (saved: WindowState | null, screens: readonly Area[]): Partial<Area> & typeof USUAL => {
  const screen = saved && screens.find((area) => showsHandle(saved, area));
  const [first] = screens;
  const most = screen ?? first ?? { width: USUAL.width, height: USUAL.height };
  const size = {
    width: within(saved?.width ?? USUAL.width, SMALLEST.width, most.width),
    height: within(saved?.height ?? USUAL.height, SMALLEST.height, most.height),
  } as typeof USUAL;
  return saved && screen ? { ...size, x: saved.x, y: saved.y } : size;
};

const showsHandle = (window: Area, screen: Area): boolean =>
  Math.min(window.x + window.width, screen.x + screen.width) - Math.max(window.x, screen.x) >= HANDLE.width &&
  window.y >= screen.y &&
  window.y + HANDLE.height <= screen.y + screen.height;

const within = (n: number, least: number, most: number): number => Math.max(least, Math.min(n, most));
