import { useState } from 'react'
import type { ForeignMeeting } from '../../../../shared/contract/sync.ts'
import { useCommand, useLive } from '../../../live.ts'
import { hrefOf, navigate } from '../../../router.ts'
import { useFormats } from '../../../status.ts'
import { ComboBox } from '../../../ui/ComboBox.tsx'
import { FormDialog } from '../../../ui/FormDialog.tsx'
import type { Choice } from '../../../ui/ListBox.tsx'
import { showToast } from '../../../ui/Toasts.tsx'
import { changesWords as words, momentWords } from '../../../words/changes.ts'
import { commonWords } from '../../../words/common.ts'
import { problemWords } from '../../../words/problems.ts'

/** As many as a person reads through before typing on. */
const suggested = 12

/** Takes a meeting in, for a class or for nobody in particular; then shows it in the schedule. */
export function AdoptDialog({ meeting, onClose }: { readonly meeting: ForeignMeeting; readonly onClose: () => void }) {
  const formats = useFormats()
  const { run, isRunning, problem } = useCommand('sync.adopt')
  const groups = useLive('group.list', {}).data?.groups ?? []
  const [group, setGroup] = useState<Choice | null>(null)
  const suggest = async (text: string): Promise<readonly Choice[]> => {
    const sought = text.toLocaleLowerCase()
    return groups
      .map(({ id, title, teachers }) => ({ id, label: title, detail: teachers.map(({ name }) => name).join(', ') }))
      .filter(({ label, detail }) => `${label} ${detail}`.toLocaleLowerCase().includes(sought))
      .slice(0, suggested)
  }
  const adopt = async () => {
    const { zoomMeetingId } = meeting
    const adopted = await run({
      zoomMeetingId,
      ...(group === null ? {} : { teachingGroupId: group.id }),
    })
    if (adopted === null) return
    showToast({ title: words.adopted(adopted.title) })
    onClose()
    navigate(hrefOf(['schedule', adopted.time.on], { meeting: adopted.id }))
  }
  return (
    <FormDialog
      words={commonWords}
      size="small"
      title={words.adoptTitle}
      description={[meeting.topic, ...(meeting.startsAt === null ? [] : [momentWords(meeting.startsAt, formats)])].join(
        ' · ',
      )}
      submitLabel={words.adoptNow}
      onSubmit={() => void adopt()}
      onClose={onClose}
      isPending={isRunning}
      problem={problem && problemWords(problem, formats)}
    >
      <ComboBox
        label={words.forClass}
        note={words.forClassNote}
        description={words.forClassDetail}
        suggest={suggest}
        suggestsBy={String(groups.length)}
        value={group}
        onChange={setGroup}
        emptyText={words.noClass}
        menuTrigger="input"
        autoFocus
      />
      <p>{words.adoptText}</p>
    </FormDialog>
  )
}
