export type Shortcut = 'next' | 'back' | 'recheck' | 'chart' | 'evidence' | 'search' | 'keys' | 'escape';

/** The part of a KeyboardEvent that decides; `place` says what has the focus. */
export type Press = {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
  readonly repeat: boolean;
  readonly place: Place;
};

/**
 * `field`: what takes text; `control`: a button, link or box, which Enter belongs to; `arrows`: a set of tabs or
 * choices, which the arrows belong to; `page`: anything else.
 */
export type Place = 'field' | 'control' | 'arrows' | 'page';

const LETTERS: Readonly<Record<string, Shortcut>> = {
  r: 'recheck',
  m: 'chart',
  e: 'evidence',
  '/': 'search',
  '?': 'keys',
};

/** The shortcut that a press stands for. None while typing, with a modifier, or while a key is held down. */
export const shortcutOf = (press: Press): Shortcut | null => {
  if (press.ctrlKey || press.altKey || press.metaKey || press.repeat) return null;
  if (press.key === 'Escape') return press.place === 'field' ? null : 'escape';
  if (press.place === 'field') return null;
  if (press.key === 'Enter') return press.place === 'page' ? 'next' : null;
  if (press.key === 'ArrowRight') return press.place === 'arrows' ? null : 'next';
  if (press.key === 'ArrowLeft') return press.place === 'arrows' ? null : 'back';
  return LETTERS[press.key.toLowerCase()] ?? null;
};

const NOT_TYPED = new Set(['button', 'checkbox', 'submit', 'reset', 'image', 'file', 'color']);

export const placeOf = (target: EventTarget | null): Place => {
  if (!(target instanceof Element)) return 'page';
  if (target.closest('[role=tablist], [role=radiogroup], [role=listbox]')) return 'arrows';
  if (target instanceof HTMLInputElement) {
    if (target.type === 'radio' || target.type === 'range') return 'arrows';
    return NOT_TYPED.has(target.type) ? 'control' : 'field';
  }
  if (target.closest('textarea, select, [contenteditable]')) return 'field';
  return target.closest('button, a[href], summary') ? 'control' : 'page';
};

/**
 * Arrow up and down, Home and End move the focus among the elements that match `selector` within `list`.
 * Returns true where it did.
 */
export const moveWithin = (list: Element, selector: string, event: KeyboardEvent): boolean => {
  if (event.ctrlKey || event.altKey || event.metaKey) return false;
  const items = [...list.querySelectorAll<HTMLElement>(selector)];
  const here = items.indexOf(document.activeElement as HTMLElement);
  const to = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: items.length - 1 }[event.key];
  const item = to === undefined ? undefined : items[Math.min(Math.max(to, 0), items.length - 1)];
  if (here < 0 || !item) return false;
  event.preventDefault();
  item.focus();
  return true;
};
