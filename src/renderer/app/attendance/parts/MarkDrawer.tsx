import { Pencil, Undo2 } from 'lucide-react'
import type { Attendance, AttendanceRow } from '../../../../shared/contract/attendance.ts'
import { call } from '../../../api.ts'
import { hrefOf } from '../../../router.ts'
import { useFormats } from '../../../status.ts'
import { useTask } from '../../../task.ts'
import { Button } from '../../../ui/Button.tsx'
import { Drawer, DrawerBlock } from '../../../ui/Drawer.tsx'
import { Facts } from '../../../ui/Facts.tsx'
import { Link } from '../../../ui/Link.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { Pill } from '../../../ui/Pill.tsx'
import { showToast } from '../../../ui/Toasts.tsx'
import { attendanceWords as words, decidedWords, markWords, reasonWords } from '../../../words/attendance.ts'
import { commonWords } from '../../../words/common.ts'
import { rowState } from '../filter.ts'
import { MarkStrip } from './MarkStrip.tsx'

interface Props {
  readonly row: AttendanceRow
  readonly attendance: Attendance
  readonly onChange: () => void
  readonly onClose: () => void
}

/** The evidence for one mark: the strip large, the facts with their source, why it follows, who changed it. */
export function MarkDrawer({ row, attendance, onChange, onClose }: Props) {
  const formats = useFormats()
  const { period, rule, reads } = attendance
  const takeBack = useTask(async () => {
    await call('attendance.undoOverride', { periodId: period.id, personIds: [row.personId] })
    showToast({ title: words.tookBack })
  })
  const reasons = row.reasons.map((reason, index) => ({
    id: `${reason.code}-${index}`,
    ...reasonWords(reason, formats),
  }))
  const read = reads.at(-1)
  const isOneName = new Set(row.intervals.map(({ displayName }) => displayName)).size === 1
  return (
    <Drawer
      title={row.listName}
      mark={<Pill state={rowState(row)}>{markWords(row)}</Pill>}
      subtitle={[row.studentNumber, row.section].filter((part) => part !== null).join(' · ')}
      subject={row.personId}
      onClose={onClose}
      closeLabel={commonWords.close}
      actions={
        <>
          <Button variant="primary" icon={Pencil} onPress={onChange}>
            {words.changeMark}
          </Button>
          {row.byTheRule !== null && (
            <Button icon={Undo2} onPress={takeBack.run} isPending={takeBack.isRunning}>
              {words.takeBack}
            </Button>
          )}
        </>
      }
    >
      {row.proposed !== null && <Notice tone="warning" title={words.proposed(markWords(row.proposed))} />}
      {row.hadNoWorkingLink && row.presence !== 'present' && (
        <Notice tone="warning" title={words.noLink}>
          <Link href={hrefOf(['people', row.personId])}>{words.toStudent}</Link>
        </Notice>
      )}
      <DrawerBlock title={words.seen(formats.wallRange(period.time.startsAt, period.time.durationMinutes))}>
        <MarkStrip row={row} period={period} size="large" />
      </DrawerBlock>
      <DrawerBlock title={words.facts}>
        {row.intervals.length === 0 ? (
          <p>{words.noFacts}</p>
        ) : (
          <Facts
            isRuled
            facts={[
              ...(isOneName ? [{ id: 'name', term: words.nameAtZoom, value: row.intervals[0]?.displayName }] : []),
              ...row.intervals.map(({ joinedAt, leftAt, kind, displayName }, index) => ({
                id: String(index),
                term: formats.exactRange(joinedAt, leftAt),
                value: isOneName ? words.kinds[kind] : words.asName(words.kinds[kind], displayName),
              })),
            ]}
          />
        )}
      </DrawerBlock>
      <DrawerBlock title={words.why}>
        <Facts
          facts={[
            ...(row.byTheRule === null
              ? []
              : [{ id: 'ruled', term: words.mark, value: words.byTheRule(markWords(row.byTheRule)) }]),
            ...(row.recognisedBy === null
              ? []
              : [
                  {
                    id: 'by',
                    term: words.columns.recognised,
                    value: `${words.recognisedBy[row.recognisedBy]}${row.isUnconfirmed ? `, ${words.unconfirmed}` : ''}`,
                  },
                ]),
            ...reasons,
            { id: 'rule', term: words.ruleTerm, value: rule.name },
            ...(read === undefined ? [] : [{ id: 'read', term: words.readAt, value: formats.exactTime(read.readAt) }]),
          ]}
        />
      </DrawerBlock>
      {row.history.length > 0 && (
        <DrawerBlock title={words.history}>
          <Facts
            isRuled
            facts={row.history.map(({ id, at, what, by, reason }) => ({
              id,
              term: formats.moment(at, 'short'),
              value: [decidedWords(what), reason].filter((part) => part !== '').join('. '),
              source: by,
            }))}
          />
        </DrawerBlock>
      )}
    </Drawer>
  )
}
