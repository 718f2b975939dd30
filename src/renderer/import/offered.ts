import { useEffect } from 'react'
import { create } from 'zustand'
import { hrefOf, navigate } from '../router.ts'

/** Files on their way to the import of rosters, until it has taken them. */
const useOffered = create<{ readonly files: readonly File[] | null }>(() => ({ files: null }))

/** Leads to the import of rosters, which begins with these files. */
export function offerRoster(files: readonly File[]): void {
  useOffered.setState({ files })
  navigate(hrefOf(['import']))
}

/** Takes the files that another screen offered, once. */
export function useOfferedRoster(onFiles: (files: readonly File[]) => Promise<void>): void {
  const files = useOffered((offered) => offered.files)
  useEffect(() => {
    if (files === null) return
    useOffered.setState({ files: null })
    void onFiles(files)
  }, [files, onFiles])
}
