import {
  CalendarArrowDown,
  CalendarX,
  ClipboardCheck,
  LogIn,
  MessageSquareText,
  Pencil,
  Printer,
  QrCode,
  ShieldCheck,
  Trash2,
  UserRoundPlus,
  Video,
} from 'lucide-react'
import { useState } from 'react'
import type { Meeting } from '../../../../shared/contract/meeting.ts'
import { nowMs } from '../../../clock.ts'
import { LinkSheetDialog } from '../../../links/LinkSheetDialog.tsx'
import { RegistrationCheckDialog } from '../../../links/RegistrationCheckDialog.tsx'
import { hrefOf, navigate } from '../../../router.ts'
import { useFormats, useStatus } from '../../../status.ts'
import { Button } from '../../../ui/Button.tsx'
import { LinkButton } from '../../../ui/Link.tsx'
import { MenuButton, type MenuAction } from '../../../ui/Menu.tsx'
import { showToast } from '../../../ui/Toasts.tsx'
import { joinSheetWords } from '../../../words/join-sheet.ts'
import { linkWords } from '../../../words/links.ts'
import { chatMessage, formWords } from '../../../words/schedule-form.ts'
import { scheduleWords as words } from '../../../words/schedule.ts'
import { substitutionWords } from '../../../words/substitution.ts'
import { isDue, rightsOf } from '../../../meeting/actions.ts'
import { openInZoom } from '../../../meeting/open-in-zoom.ts'
import { useCalendarFile } from '../use-calendar-file.ts'
import { CancelDialog } from './CancelDialog.tsx'
import { EditDialog } from './EditDialog.tsx'
import { JoinSheet } from './JoinSheet.tsx'
import { RemoveDialog } from './RemoveDialog.tsx'

const { drawer } = formWords

interface Props {
  readonly meeting: Meeting
  readonly onRemoved: () => void
  readonly onSaved: (meeting: Meeting) => void
}

/** What can be done with a meeting: the one thing that is next, and the rest behind a menu. */
export function MeetingActions({ meeting, onRemoved, onSaved }: Props) {
  const formats = useFormats()
  const role = useStatus().data?.role
  const [open, setOpen] = useState<'none' | 'edit' | 'cancel' | 'remove' | 'print' | 'links' | 'check'>('none')
  const { phase, kind } = meeting
  const { canChange, canRemove, canOpen } = rightsOf(meeting, role)
  const [periodId] = meeting.periodIds
  const calendarFile = useCalendarFile({ meetingId: meeting.id })
  const close = () => setOpen('none')
  const copyMessage = () =>
    void navigator.clipboard
      .writeText(chatMessage(meeting, formats))
      .then(() => showToast({ title: drawer.messageCopied }))
  const cancel = {
    id: 'cancel',
    label: drawer.cancel,
    icon: CalendarX,
    isDanger: true,
    onAction: () => setOpen('cancel'),
  }
  const remove = {
    id: 'remove',
    label: formWords.remove.action,
    icon: Trash2,
    isDanger: true,
    onAction: () => setOpen('remove'),
  }
  const hasOwnLinks = meeting.audience === 'class' && canChange
  const links: readonly MenuAction[] = hasOwnLinks
    ? [
        { id: 'check', label: linkWords.check, icon: ShieldCheck, onAction: () => setOpen('check') },
        { id: 'links', label: linkWords.sheets, icon: QrCode, onAction: () => setOpen('links') },
      ]
    : []
  const [teacher] = meeting.teachers
  const findSubstitute = () =>
    navigate(hrefOf(['schedule', meeting.time.on], { teacher: teacher?.id, do: 'substitute', view: 'week' }))
  const canFind = canChange && teacher !== undefined && kind !== 'noFixedTime'
  const ends: readonly MenuAction[] = [...(canChange ? [cancel] : []), ...(canRemove ? [remove] : [])]
  // The button stands there when it is the next thing to do; before that it is in the menu.
  const isNext = canOpen && isDue(meeting, nowMs())
  const start = {
    id: 'start',
    label: words.actions.start,
    icon: Video,
    onAction: () => openInZoom('meeting.start', meeting.id),
  }
  const join = {
    id: 'join',
    label: words.actions.join,
    icon: LogIn,
    onAction: () => openInZoom('meeting.join', meeting.id),
  }
  const groups = [
    { id: 'open', actions: canOpen ? [...(isNext ? [] : [start]), join] : [] },
    { id: 'links', actions: links },
    {
      id: 'tell',
      actions: [
        { id: 'message', label: drawer.copyMessage, icon: MessageSquareText, onAction: copyMessage },
        { id: 'print', label: joinSheetWords.print, icon: Printer, onAction: () => setOpen('print') },
        ...(kind === 'noFixedTime'
          ? []
          : [
              {
                id: 'calendarFile',
                label: words.actions.calendarFile,
                icon: CalendarArrowDown,
                onAction: calendarFile,
              },
            ]),
      ],
    },
    {
      id: 'substitute',
      actions: canFind
        ? [{ id: 'substitute', label: substitutionWords.find, icon: UserRoundPlus, onAction: findSubstitute }]
        : [],
    },
    { id: 'end', actions: ends },
  ]
  return (
    <>
      {periodId !== undefined && phase !== 'upcoming' && (
        <LinkButton href={hrefOf(['attendance', periodId])} icon={ClipboardCheck} variant="primary">
          {words.attendance}
        </LinkButton>
      )}
      {isNext && (
        <Button icon={Video} onPress={start.onAction}>
          {words.actions.start}
        </Button>
      )}
      {canChange && (
        <Button icon={Pencil} onPress={() => setOpen('edit')}>
          {drawer.edit}
        </Button>
      )}
      <MenuButton label={drawer.more} isIconOnly groups={groups.filter(({ actions }) => actions.length > 0)} />
      {open === 'print' && <JoinSheet meeting={meeting} onDone={close} />}
      {open === 'links' && <LinkSheetDialog of={{ meetingId: meeting.id }} title={meeting.title} onClose={close} />}
      {open === 'check' && (
        <RegistrationCheckDialog
          meetingId={meeting.id}
          occurrenceId={meeting.occurrenceId}
          title={meeting.title}
          onClose={close}
        />
      )}
      {open === 'edit' && <EditDialog meeting={meeting} onClose={close} onSaved={onSaved} />}
      {open === 'cancel' && <CancelDialog meeting={meeting} onClose={close} />}
      {open === 'remove' && <RemoveDialog meeting={meeting} onClose={close} onRemoved={onRemoved} />}
    </>
  )
}
