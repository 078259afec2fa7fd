import type { App, Session, WebContents } from 'electron';
import { isOwnPage, PAGE_URL } from './own-page.ts';

/** Nothing is loaded from elsewhere, nothing is opened, no device is reached: Electron's security checklist, 4 to 14. */
export const secure = (app: App): void => {
  app.on('session-created', secureSession);
  app.on('web-contents-created', (_event, contents) => secureContents(contents));
};

const secureSession = (session: Session): void => {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  // A report that is saved is made in the page; anything else that would be a download is not one of ours.
  session.on('will-download', (event, item) => {
    if (!item.getURL().startsWith(`blob:${PAGE_URL}`)) event.preventDefault();
  });
  // The page's policy forbids these already; here they end even if it should fail.
  session.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !isAllowedRequest(details.url) }));
};

const isAllowedRequest = (url: string): boolean =>
  isOwnPage(url) || url.startsWith('devtools:') || url.startsWith(`blob:${PAGE_URL}`);

const secureContents = (contents: WebContents): void => {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.on('will-frame-navigate', (event) => event.preventDefault());
  contents.on('will-navigate', (event) => event.preventDefault());
  contents.on('will-redirect', (event) => event.preventDefault());
};
