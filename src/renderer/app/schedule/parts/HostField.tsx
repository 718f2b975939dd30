import { useMemo } from 'react'
import { ComboBox } from '../../../ui/ComboBox.tsx'
import type { Choice } from '../../../ui/ListBox.tsx'
import { plain } from '../../../ui/plain.ts'
import { formWords as words } from '../../../words/schedule-form.ts'
import type { FormFields, Host } from '../form-fields.ts'

const mostShown = 60
/** As many as the application names at the most: with fewer, whoever is not named is busy. */
const mostFree = 20

/** Whose account holds the class: found by name or address, with licence and whether they are free; free ones first. */
export function HostField({ form }: { readonly form: FormFields }) {
  const { hosts, hostId, freeHosts, set, errorAt, remarkAt, draft } = form
  const free = useMemo(() => new Set(freeHosts?.map((host) => host.hostId)), [freeHosts])
  const isWholeList = freeHosts !== null && freeHosts.length < mostFree
  const choiceOf = (host: Host): Choice => ({
    id: host.hostId,
    label: host.name,
    detail: [
      host.isLicensed ? words.host.licensed : words.host.basic,
      ...(free.has(host.hostId) ? [words.host.free] : isWholeList ? [words.host.busy] : []),
      host.email,
    ].join(' · '),
  })
  const suggest = (text: string) => {
    const wanted = plain(text.trim())
    const rank = (host: Host) => (host.isLicensed ? 0 : 2) + (free.has(host.hostId) ? 0 : 1)
    return Promise.resolve(
      hosts
        .filter((host) => plain(`${host.name} ${host.email}`).includes(wanted))
        .toSorted((a, b) => rank(a) - rank(b))
        .slice(0, mostShown)
        .map(choiceOf),
    )
  }
  const host = hosts.find((one) => one.hostId === hostId)
  const licence = host && (host.isLicensed ? words.host.licensedNote : words.host.basicNote)
  return (
    <ComboBox
      label={words.fields.host}
      suggest={suggest}
      suggestsBy={freeHosts?.map((one) => one.hostId).join(' ') ?? ''}
      value={host === undefined ? null : choiceOf(host)}
      onChange={(choice) => set({ hostId: choice?.id ?? null })}
      placeholder={words.choose.host}
      menuTrigger="input"
      emptyText={hosts.length === 0 ? words.host.none : words.host.noMatch}
      description={remarkAt('host') ?? (draft.audience === 'class' ? licence : undefined)}
      error={errorAt('host')}
    />
  )
}
