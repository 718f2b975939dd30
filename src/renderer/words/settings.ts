import type { Settings } from '../../shared/contract/setting.ts'
import type { AppStatus } from '../../shared/contract/app.ts'
import { count } from './plural.ts'

/** The words of Settings. */
export const settingsWords = {
  title: 'Settings',
  navigation: 'Parts of the settings',
  loading: 'Fetching the settings',
  parts: {
    account: 'Zoom account',
    school: 'School',
    classes: 'Classes and registration',
    rules: 'Marking rules',
    reminders: 'Reminders',
    about: 'This computer',
  },
  save: 'Save',
  saved: 'Saved',

  account: {
    title: 'Zoom account',
    connectedAs: (name: string, email: string) => `Connected as ${name}, ${email}`,
    connected: 'Connected',
    practice:
      'The practice school has a pretend Zoom of its own. To connect a real account, leave the practice school.',
    facts: {
      accountId: 'Account ID',
      clientId: 'Client ID',
      secret: 'Client secret',
      connectedOn: 'Connected',
      testedOn: 'Last test',
    },
    secretKept: 'kept in this computer’s secret store',
    neverTested: 'not yet',
    on: (date: string, time: string) => `${date}, ${time}`,
    test: 'Test connection',
    replace: 'Replace credentials…',
    disconnect: 'Disconnect…',
    found: 'What the test found',
    notConnectedTitle: 'Connect a Zoom account',
    notConnectedText: 'Homeroom works through an app of your own at Zoom. Copy its three codes here.',
    guide: 'How to make the app…',
    guideTitle: 'Make Homeroom’s app at Zoom',
    guideText: 'It takes about ten minutes, once. You can switch it off at Zoom at any time.',
    replaceTitle: 'Replace the credentials',
    replaceText: 'The old ones count until Zoom has accepted the new ones.',
    disconnectTitle: 'Disconnect from Zoom?',
    disconnectText:
      'The client secret, and what is kept under Optional, is deleted from this computer. Classes stay at Zoom, attendance stays here; nothing is sent or collected until an account is connected again.',
    disconnectNow: 'Disconnect',
    disconnected: 'Disconnected from Zoom',
  },

  school: {
    title: 'School',
    name: 'Name',
    nameMissing: 'Type the name of the school.',
    zoneDetail: 'New classes are planned in this zone. Classes that are planned keep theirs.',
    locale: 'Dates and times',
    localeExample: (example: string) => `Written as ${example}`,
  },
  recovery: {
    title: 'Recovery code',
    text: 'The way back to the data when this computer’s secret store is lost. If the code may be lost or seen, make a new one.',
    renew: 'Make a new code…',
    askTitle: 'Make a new recovery code?',
    askText: 'The old code stops working at once. Have a printer or a safe place ready.',
    renewNow: 'Make a new code',
    newTitle: 'The new recovery code',
    done: 'I have kept it',
  },
  practice: {
    title: 'This is the practice school',
    text: 'It stays as it is and can be opened again. A real school that is set up here is opened instead.',
    leave: 'Leave the practice school',
  },

  registration: {
    title: 'Registration',
    text: 'Who is registered with Zoom, and with which addresses.',
    domains: 'Allowed domains',
    domainsDetail:
      'One on each line, without @. None allows every address; *.deped.gov.ph takes every domain below it.',
    preset: { label: 'Add DepEd Region I (r1.deped.gov.ph)', domain: 'r1.deped.gov.ph' },
    owned: 'Domain that the school owns',
    ownedDetail:
      'For students without an address of their own: Homeroom makes one below it. Leave it empty to make none.',
    exactNames: 'A name alone',
    exactNamesChoices: {
      whereOff: {
        label: 'Counts where registration is off',
        detail: 'Where students have links of their own, a person confirms a match by name.',
      },
      always: {
        label: 'Always counts',
        detail: 'An exact name that nobody else in the school has needs no word of a person.',
      },
      never: { label: 'Never counts', detail: 'A person confirms each match by name.' },
    },
    staff: 'Links for staff',
    staffChoices: {
      none: { label: 'None', detail: 'Only students are registered. Whoever holds the class starts it as its host.' },
      teachers: { label: 'Teachers of the class', detail: 'Each teacher beside the one who holds it.' },
      teachersAndAdvisers: {
        label: 'Teachers and advisers',
        detail: 'And the advisers of its sections.',
      },
    } satisfies Record<Settings['registration']['staff'], { label: string; detail: string }>,
    staffOfAll: 'Links to every class',
    staffOfAllDetail: 'Such as a principal or a coordinator. Each needs an e-mail address of their own.',
    nobody: 'Nobody',
    zoomMails: 'Zoom mails each person their link',
    zoomMailsDetail: 'Off: links are handed out by the school. Classes to come follow when this is changed.',
  },
  defaults: {
    title: 'A new class begins with',
    text: 'Each can be changed on the class itself. Classes that are scheduled keep theirs.',
    duration: 'Length in minutes',
    admission: 'How students get in',
    recording: 'Recording',
    recordings: {
      none: 'None',
      local: 'On the teacher’s computer',
      cloud: 'In Zoom’s cloud',
    } satisfies Record<Settings['defaults']['recording'], string>,
    inMeeting: 'In the meeting',
    muteOnEntry: 'Mute on entry',
    hostVideo: 'Teacher’s video on',
    participantVideo: 'Students’ video on',
    joinBeforeHost: 'Students may go in before the teacher',
    admissions: {
      waitingRoom: { label: 'Waiting room', detail: 'The teacher lets each person in, registered or not.' },
      registrationLink: { label: 'Registration link only', detail: 'The personal link is the key, and nobody waits.' },
    },
  },

  rosters: {
    title: 'Rosters',
    text: 'An import that touches more than a tenth of the school or a fifth of a section stops and asks first.',
    firstWeeksUntil: 'First weeks of school until',
    firstWeeksDetail: 'Until this day sections may change as much as they like without the question. Empty for none.',
  },
  hours: {
    title: 'School hours',
    text: 'When classes take place. A class at another time can be scheduled all the same, and is said to be outside.',
    opensAt: 'From',
    closesAt: 'To',
    weekDays: 'Days',
  },

  reminders: {
    title: 'Reminders',
    text: 'What Homeroom tells you by itself, once each. No reminder names a student.',
    classes: 'Classes',
    never: 'Not at all',
    before: (minutes: number) => `${count(minutes, 'minute', 'minutes')} before they begin`,
    attention:
      'Also what only a person can settle: changes that Zoom refused, classes changed in Zoom, classes that may not have taken place',
    quietFrom: 'Quiet from',
    quietTo: 'Quiet until',
    where: 'The app shows them as notifications of this computer; in a browser tab they appear on the page.',
  },

  feeds: {
    title: 'Calendar files',
    text: 'Homeroom keeps a calendar file (.ics) up to date for each of these, for other calendars to read. They name classes and teachers, never students, and hold no link that starts a class.',
    sections: 'Sections',
    teachers: 'Teachers',
    none: 'None',
    reminderLabel: 'Reminder in those calendars',
    noReminder: 'None',
    reminder: (minutes: number) => `${count(minutes, 'minute', 'minutes')} before`,
    where: (place: string, names: readonly string[]) => `In the folder ${place}: ${names.join(', ')}.`,
    writtenAt: (at: string) => `Last changed ${at}.`,
  },

  rules: {
    title: 'Who is present',
    text: 'A class is judged by the rule that stood on its day. A new rule never reaches back before its own date.',
    add: 'Add a rule…',
    stands: 'stands today',
    from: (date: string) => `From ${date}`,
    fromTheBeginning: 'From the beginning',
    minutes: (minutes: number) =>
      `Present at ${count(minutes, 'minute', 'minutes')} or half of the time held, whichever is less`,
    percent: (share: string) => `Present at ${share} of the time held`,
    flags: (late: number, early: number) =>
      `Late after ${late} min · left early ${early} min before the end · partial below, absent at none`,
    dialogTitle: 'Add a rule',
    dialogText: 'Classes from this day on are judged by it; those before keep theirs.',
    fromOn: 'From',
    preset: 'Present',
    presets: {
      minutes: { label: 'By minutes', detail: 'Or half of the time held, whichever is less.' },
      percent: { label: 'By share of the class', detail: 'Of the time that was really held.' },
    },
    presentMinutes: 'Minutes that make present',
    presentPercent: 'Share that makes present, in percent',
    late: 'Late after, in minutes',
    leftEarly: 'Left early, in minutes before the end',
    addNow: 'Add the rule',
    added: 'The rule is added',
    fromMissing: 'Choose the day from which it counts.',
  },

  theme: {
    title: 'Appearance',
    label: 'Light or dark',
    choices: { system: 'As the computer', light: 'Light', dark: 'Dark' },
  },
  about: {
    title: 'Homeroom',
    version: 'Version',
    licence: 'Licence',
    licenceName: 'MIT: free to use, to look into and to change',
    secrets: 'Key and secrets',
    secretStores: {
      keychain: 'in this computer’s keychain',
      file: 'in a file that a passphrase opens',
      memory: 'nowhere: the practice school has no secrets',
    } satisfies Record<NonNullable<AppStatus['secrets']>, string>,
    data: 'Data folder',
    dataPlaces: {
      windows: '%APPDATA%\\Homeroom',
      mac: '~/Library/Application Support/Homeroom',
      linux: '~/.local/share/Homeroom',
    },
    dataElse: (place: string) => `${place}, unless it was started with --data`,
    dataEncrypted: 'The database is encrypted. Backups made before each update lie beside it.',
    background: 'Background work',
    holdsLease: 'This Homeroom sends and collects.',
    otherHoldsLease: 'Another Homeroom on this data folder sends and collects.',
  },
} as const
