/**
 * What the browser host and the script in its page say to each other besides the contract. The cookie alone opens
 * nothing: browsers send it to every port of this computer, so that any other local server may learn it. The key lives in
 * the page's storage, which is bound to the port; with cookie and key a tab fetches a token of its own (`POST /tab`), and
 * every call, file and socket shows it.
 */
export const browserWire = {
  /** Item of localStorage; put there when the one-time link is opened. */
  keyItem: 'homeroom.key',
  /** Header of `POST /tab`, with the key; the answer is `{token}`. */
  keyHeader: 'x-homeroom-key',
  /** Header of `POST /call`, `POST /file` and `GET /file/HANDLE`, with the tab's token. */
  tabHeader: 'x-homeroom-tab',
  /** Header of `POST /file`, with the file's name, percent-encoded; its media type is the Content-Type. */
  nameHeader: 'x-homeroom-name',
  /** Subprotocols of the socket `/events`: this one, which is chosen, and `tab.` with the tab's token. */
  socketProtocol: 'homeroom',
  socketTabPrefix: 'tab.',
} as const
