/** Moves the focus to the screen's heading, unless someone is typing or a dialog is open. */
export const focusHeading = (): void => {
  if (document.querySelector('dialog[open]')) return;
  if (document.activeElement?.matches('input:not([type=checkbox]):not([type=radio]), textarea')) return;
  const heading = document.querySelector<HTMLElement>('main h1');
  heading?.focus({ preventScroll: true });
};
