import type { MenuItemConstructorOptions } from 'electron';

export type MenuActions = {
  /** Leave the host that is connected and choose another. */
  newSession(): void;
  openArticle(): void;
  about(): void;
};

/** Roles bring their own labels and keys, as each system has them. */
export const menuTemplate = (
  actions: MenuActions,
  o: { readonly mac: boolean; readonly developing: boolean },
): MenuItemConstructorOptions[] => {
  const about: MenuItemConstructorOptions = { label: 'About MID Up', click: () => actions.about() };
  const rule: MenuItemConstructorOptions = { type: 'separator' };
  return [
    ...(o.mac
      ? [
          {
            label: 'MID Up',
            submenu: [
              about,
              rule,
              { role: 'services' },
              rule,
              { role: 'hide' },
              { role: 'hideOthers' },
              { role: 'unhide' },
              rule,
              { role: 'quit' },
            ],
          } satisfies MenuItemConstructorOptions,
        ]
      : []),
    {
      label: '&File',
      submenu: [
        { label: 'Look at &another host', accelerator: 'CmdOrCtrl+N', click: () => actions.newSession() },
        rule,
        o.mac ? { role: 'close' } : { role: 'quit' },
      ],
    },
    {
      label: '&Edit',
      submenu: [
        { role: 'undo' },
        { role: 'redo' },
        rule,
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'selectAll' },
      ],
    },
    {
      label: '&View',
      submenu: [
        { role: 'reload' },
        rule,
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        rule,
        { role: 'togglefullscreen' },
        ...(o.developing ? [rule, { role: 'toggleDevTools' } satisfies MenuItemConstructorOptions] : []),
      ],
    },
    ...(o.mac ? [{ role: 'windowMenu' } satisfies MenuItemConstructorOptions] : []),
    {
      label: '&Help',
      role: 'help',
      submenu: [
        { label: '&KB0535040 in the browser', accelerator: 'F1', click: () => actions.openArticle() },
        ...(o.mac ? [] : [rule, about]),
      ],
    },
  ];
};
