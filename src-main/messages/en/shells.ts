/** What the desktop and the browser say outside of the page, by key. Templates as in `../types.ts`. */
export const shells = {
  // The menu: "&" stands before the letter that chooses an item by keyboard.
  'menu.about': 'About MID Up',
  'menu.file': '&File',
  'menu.edit': '&Edit',
  'menu.view': '&View',
  'menu.help': '&Help',
  'menu.another-host': 'Look at &another host',
  'menu.article': '&KB0535040 in the browser',

  'desktop.pick-key': 'Choose a private key',
  'desktop.pick-evidence': 'Choose saved evidence',
  'desktop.evidence-files': 'Evidence of midup capture',
  'desktop.all-files': 'All files',
  'desktop.licence': 'MIT licence',
  'desktop.not-started': 'MID Up could not start',
  'quit.message': 'A change on {host} is under way.',
  'quit.detail': 'What was sent to the host is done. Whether it helped will not be seen if MID Up ends now.',
  'quit.stay': 'Keep MID Up open',
  'quit.end': 'End MID Up',

  // What a browser shows where the page itself cannot be: what is so, and what to do. A paragraph a line.
  'notice.opened.title': 'Opening MID Up',
  'notice.opened.text': 'MID Up opens in a moment.',
  'notice.used.title': 'This address has been used',
  'notice.used.text':
    'It opens MID Up once, so that nobody who comes by it later gets in.\nGo on in the tab where you opened it first. If that was not you, or the tab is in another browser: stop MID Up with Ctrl-C in its terminal, start it again and open the new address.',
  'notice.used-here.title': 'This address has been used, in this browser',
  'notice.used-here.text': 'MID Up is open in this browser already; the address is not needed any more.',
  'notice.wrong.title': 'This address does not open MID Up',
  'notice.wrong.text':
    'It may be from an earlier start, or cut off. Open the whole address that MID Up printed in its terminal.',
  'notice.no-session.title': 'MID Up does not know this browser',
  'notice.no-session.text':
    'Open the whole address that MID Up printed in its terminal, with everything after the question mark. It works once.\nIf it has been used in another browser, stop MID Up with Ctrl-C there, start it again and open the new address.',
  'notice.prefetch.title': 'MID Up',
  'notice.prefetch.text': 'Open this address to start.',
  'notice.go': 'Go to MID Up',
} as const;
