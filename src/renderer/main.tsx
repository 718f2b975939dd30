import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import './ui/fonts.css'
import './ui/tokens.css'
import './ui/base.css'
import { App } from './app/App.tsx'
import { followChanges } from './live.ts'
import { followNotices } from './notices.ts'
import { startStatus } from './status.ts'
import { startTheme } from './theme.ts'
import { allowEmptyMarkup } from './trusted-types.ts'

// The question goes out before React draws: the first screen has its answer sooner.
startStatus()
followChanges()
followNotices()
allowEmptyMarkup()
startTheme()

const root = document.querySelector('#root')
if (!root) throw new Error('The page has no #root.')
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
