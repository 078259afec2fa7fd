import { placeOf, type Shortcut, shortcutOf } from '../lib/keyboard.ts';
import type { Surroundings } from './context.ts';

/** What the keys of the page do. Dialogs keep theirs to themselves. */
export const onShortcut = (event: KeyboardEvent, surroundings: Surroundings): void => {
  if (event.defaultPrevented || document.querySelector('dialog[open]')) return;
  const shortcut = shortcutOf({
    key: event.key,
    ctrlKey: event.ctrlKey,
    altKey: event.altKey,
    metaKey: event.metaKey,
    repeat: event.repeat,
    place: placeOf(event.target),
  });
  if (shortcut && run(shortcut, surroundings)) event.preventDefault();
};

/** False where the key means nothing on this screen, so that it keeps its usual meaning. */
const run = (shortcut: Shortcut, { wizard, desk }: Surroundings): boolean => {
  const { view } = wizard;
  if (!view) return false;
  if (shortcut === 'keys') {
    desk.dialog = { kind: 'keys' };
    return true;
  }
  if (shortcut === 'escape') return onEscape({ wizard, desk });
  if (view.screen === 'connect') return false;
  switch (shortcut) {
    case 'next':
      if (view.screen === 'verdict') return false;
      wizard.dispatch({ type: view.steps.at(-1)?.id === view.current ? 'show-verdict' : 'next' });
      return true;
    case 'back':
      if (view.screen === 'verdict') wizard.dispatch({ type: 'show-guide' });
      else if (view.canBack) wizard.dispatch({ type: 'back' });
      return true;
    case 'recheck':
      if (view.noHost !== null) return false;
      if (!view.progress) wizard.dispatch({ type: 'recheck' });
      return true;
    case 'chart':
      desk.dialog = { kind: 'chart' };
      return true;
    case 'evidence':
      desk.toggleEvidence(view.screen === 'guide');
      return true;
    case 'search':
      desk.search();
      return true;
  }
};

/** Closes what is open, or stops what runs. */
const onEscape = ({ wizard, desk }: Pick<Surroundings, 'wizard' | 'desk'>): boolean => {
  if (desk.panel && !(desk.wide && wizard.view?.screen === 'guide')) {
    desk.panel = false;
    return true;
  }
  if (!wizard.view?.progress) return false;
  wizard.dispatch({ type: 'cancel' });
  return true;
};
