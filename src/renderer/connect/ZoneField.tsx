import { useMemo } from 'react'
import { ComboBox } from '../ui/ComboBox.tsx'
import type { Choice } from '../ui/ListBox.tsx'
import { connectWords as words } from '../words/connect.ts'
import { zoneOfComputer } from './zone.ts'

const mostShown = 60
const plain = (text: string) => text.toLowerCase().replace(/[\s_/-]+/g, ' ')

/** "GMT+8" today; an unknown zone has none. */
function offsetOf(zone: string): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'shortOffset' }).formatToParts()
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? ''
}

const choiceOf = (zone: string, computers: string): Choice => ({
  id: zone,
  label: zone.replaceAll('_', ' '),
  detail: zone === computers ? `${offsetOf(zone)}, ${words.zoneOfComputer}` : offsetOf(zone),
})

/** A time zone, found by any part of its name; this computer's own stands first. */
export function ZoneField({
  value,
  onChange,
  error,
  description,
}: {
  readonly value: string | null
  readonly onChange: (zone: string) => void
  readonly error?: string | undefined
  readonly description?: string
}) {
  const computers = zoneOfComputer()
  const zones = useMemo(() => {
    const others = Intl.supportedValuesOf('timeZone').filter((zone) => zone !== computers)
    return [computers, ...others]
  }, [computers])
  const suggest = (text: string) => {
    const wanted = plain(text)
    return Promise.resolve(
      zones
        .filter((zone) => plain(zone).includes(wanted))
        .slice(0, mostShown)
        .map((zone) => choiceOf(zone, computers)),
    )
  }
  const chosen = useMemo(() => (value === null ? null : choiceOf(value, computers)), [value, computers])
  return (
    <ComboBox
      label={words.zone}
      suggest={suggest}
      value={chosen}
      onChange={(choice) => choice && onChange(choice.id)}
      emptyText={words.zoneEmpty}
      error={error}
      description={description}
    />
  )
}
