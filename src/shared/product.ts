/** Names that can never change once a school has installed Homeroom: each is a key in somebody's computer. */
export const product = {
  name: 'Homeroom',
  /** Application id of installers, Windows AUMID and macOS bundle. */
  appId: 'app.homeroom.desktop',
  /** Folder of our data below the user's application-data folder. */
  dataFolderName: 'Homeroom',
  /** Name of the file by which a school's IT prepares a computer. */
  provisioningFile: 'homeroom-provisioning.json',
  /** Folder of what holds for all users of a computer, on Linux. */
  linuxMachineFolder: '/etc/homeroom',
  /** Service name of our entries in the operating system's keychain. */
  keychainService: 'app.homeroom.desktop',
  /** Scheme of links into the app. */
  linkScheme: 'homeroom',
  /** First token of each meeting's agenda; the reference that follows finds a meeting again at Zoom. */
  agendaPrefix: 'HR-',
} as const
