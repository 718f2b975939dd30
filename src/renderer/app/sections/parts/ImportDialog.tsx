import { useEffect } from 'react'
import { hrefOf, navigate } from '../../../router.ts'

/** Leads to the import of rosters, which is a screen of its own. */
export function ImportDialog({ onClose }: { readonly onClose: () => void }) {
  useEffect(() => {
    onClose()
    navigate(hrefOf(['import']))
  }, [onClose])
  return null
}
