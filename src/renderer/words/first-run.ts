/** The words of the first run and of a locked data folder. */
export const firstRunWords = {
  product: 'Homeroom',
  page: 'Set-up',
  welcome: 'Welcome to Homeroom',
  welcomeText: 'Zoom classes, and attendance that you can defend. How do you want to begin?',

  practiceTitle: 'Look around in the practice school',
  practiceText: 'A pretend school with a pretend Zoom, on this computer. Live a week of classes in minutes.',
  practicePoints: ['No Zoom account, nothing to type', 'Nothing leaves this computer', 'Leave it whenever you like'],
  practiceStart: 'Try it with the practice school',
  practiceBadge: 'Recommended to look around',

  connectTitle: 'Connect our Zoom account',
  connectText: 'For your own classes. It takes about fifteen minutes with somebody who administers Zoom.',
  connectPoints: [
    'The school’s name and time zone',
    'An app of your own at Zoom, step by step',
    'Three codes to copy from there',
  ],
  preparedConnectText: 'For your own classes. Your IT has prepared this computer, so it takes a few minutes.',
  preparedConnectPoints: [
    'The school’s name and time zone',
    'A recovery code to keep',
    'No codes to copy: your IT prepared them',
  ],
  connectStart: 'Connect our Zoom account',

  steps: { school: 'School', code: 'Recovery code', zoomApp: 'Zoom app', connect: 'Connect' },
  stepsLabel: 'Steps of the set-up',
  back: 'Back',
  next: 'Continue',
  later: 'Do this later',

  schoolTitle: 'Which school is it?',
  schoolText: 'The name stands on every export. All times are shown and kept in this time zone.',
  schoolName: 'Name of the school',
  schoolNamePlaceholder: 'Mabini Central School',
  schoolNameMissing: 'Type the name of the school.',
  schoolSave: 'Make the school',
  encrypted: 'Everything is kept on this computer, encrypted. The key lies in the computer’s secret store.',

  noKeychainTitle: 'Keep the key in a file instead',
  noKeychainText: [
    'Close Homeroom.',
    'Start it again with the command below; it asks for a passphrase.',
    'The key then lies in a file that only this passphrase opens.',
  ],
  noKeychainCommand: 'npm start -- --secrets file',
  copyCommand: 'Copy the command',
  commandCopied: 'The command is copied',

  codeTitle: 'Keep the recovery code',
  codeKeptFirst: 'Say that you have kept the code before you go on: it is not shown again.',

  zoomAppTitle: 'Make Homeroom’s app at Zoom',
  zoomAppText: 'Homeroom works through an app of your own, which you can switch off at any time.',
  zoomAppDone: 'The app is active',

  connectFormTitle: 'Copy the three codes from Zoom',
  connectFormText: 'They stand at Zoom under App Credentials. Homeroom tries them before it keeps them.',
  preparedFormTitle: 'Connect the school to Zoom',
  preparedFormText: 'Homeroom tries the connection before it keeps anything.',
  showGuide: 'How to make the app',
  connectedTitle: 'The school is connected',
  connectedText: 'Next comes the class list, so that students can be registered.',
  importRoster: 'Import the class list',
  toToday: 'Go to Today',

  lockedTitle: 'This school’s data is locked',
  lockedText:
    'Its key is not to be had from this computer’s secret store. Enter the recovery code that was shown at set-up.',
  lockedCode: 'Recovery code',
  lockedCodeDetail: 'Seven groups of four. Capitals, spaces and dashes do not matter.',
  lockedMissing: 'Type the recovery code.',
  unlock: 'Unlock',
  lockedElse: 'Without it',
  lockedElseText: 'Unlock the computer’s keychain and start Homeroom again. Nothing is lost meanwhile.',
  lockedPractice: 'Open the practice school instead',
  tryAgain: 'Try again',
  obstructedTitle: 'Nothing is lost',
  obstructedText: 'The school’s data stay as they are until they can be opened.',
} as const
