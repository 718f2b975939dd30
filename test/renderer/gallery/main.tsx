import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { I18nProvider } from 'react-aria-components'
import '../../../src/renderer/ui/fonts.css'
import '../../../src/renderer/ui/tokens.css'
import '../../../src/renderer/ui/base.css'
import { Announcer } from '../../../src/renderer/ui/Announcer.tsx'
import { Toasts } from '../../../src/renderer/ui/Toasts.tsx'
import { AttendancePage } from './AttendancePage.tsx'
import { FormPage } from './FormPage.tsx'
import { LongPage } from './LongPage.tsx'
import { PartsPage } from './PartsPage.tsx'
import { TodayPage } from './TodayPage.tsx'

/** Which page (`#today`) in which theme (`?theme=dark`). */
const pages = { parts: PartsPage, form: FormPage, today: TodayPage, attendance: AttendancePage, long: LongPage }
const name = window.location.hash.slice(1)
const Page = Object.entries(pages).find(([key]) => key === name)?.[1] ?? PartsPage
const theme = new URLSearchParams(window.location.search).get('theme')
if (theme !== null) document.documentElement.dataset['theme'] = theme

const root = document.querySelector('#root')
if (root) {
  createRoot(root).render(
    <StrictMode>
      <I18nProvider locale="en-PH">
        <main style={{ display: 'flex', flexDirection: 'column', height: '100vh' }}>
          <Page />
        </main>
        <Toasts label="Messages" closeLabel="Close" />
        <Announcer />
      </I18nProvider>
    </StrictMode>,
  )
}
