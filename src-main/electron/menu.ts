import type { MenuItemConstructorOptions } from 'electron';
import type { Messages } from '../messages/index.ts';

export type MenuActions = {
  /** Leave the host that is connected and choose another. */
  newSession(): void;
  openArticle(): void;
  about(): void;
};

/** Roles bring their own labels and keys, as each system has them. */
export const menuTemplate = (
  actions: MenuActions,
  o: { readonly mac: boolean; readonly developing: boolean; readonly messages: Messages },
): MenuItemConstructorOptions[] => {
  const { phrase } = o.messages;
  const about: MenuItemConstructorOptions = { label: phrase('menu.about'), click: () => actions.about() };
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
      label: phrase('menu.file'),
      submenu: [
        { label: phrase('menu.another-host'), accelerator: 'CmdOrCtrl+N', click: () => actions.newSession() },
        rule,
        o.mac ? { role: 'close' } : { role: 'quit' },
      ],
    },
    {
      label: phrase('menu.edit'),
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
      label: phrase('menu.view'),
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
      label: phrase('menu.help'),
      role: 'help',
      submenu: [
        { label: phrase('menu.article'), accelerator: 'F1', click: () => actions.openArticle() },
        ...(o.mac ? [] : [rule, about]),
      ],
    },
  ];
};
