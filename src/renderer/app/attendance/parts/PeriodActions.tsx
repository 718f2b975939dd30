import {
  ChevronDown,
  CircleCheck,
  Download,
  FileSpreadsheet,
  FileText,
  ListChecks,
  Printer,
  RefreshCw,
} from 'lucide-react'
import type { Attendance } from '../../../../shared/contract/attendance.ts'
import { call, saveFile } from '../../../api.ts'
import { useTask } from '../../../task.ts'
import { Button } from '../../../ui/Button.tsx'
import { MenuButton } from '../../../ui/Menu.tsx'
import { showToast } from '../../../ui/Toasts.tsx'
import { attendanceWords as words } from '../../../words/attendance.ts'
import { commonWords } from '../../../words/common.ts'

interface Props {
  readonly attendance: Attendance
  readonly onClose: () => void
  readonly onRoll: () => void
}

/** What can be done with the class as a whole: read, export, call final, take the roll by hand, print. */
export function PeriodActions({ attendance: { period }, onClose, onRoll }: Props) {
  const collect = useTask(async () => {
    await call('attendance.collect', { periodId: period.id })
    showToast({ title: words.readDone })
  })
  const csv = useExport(period.id, 'csv')
  const xlsx = useExport(period.id, 'xlsx')
  const isOpen = period.state === 'collecting'
  return (
    <>
      {(isOpen || period.state === 'live') && (
        <Button icon={RefreshCw} onPress={collect.run} isPending={collect.isRunning}>
          {words.readNow}
        </Button>
      )}
      <MenuButton
        label={words.export}
        icon={Download}
        isDisabled={csv.isRunning || xlsx.isRunning}
        groups={[
          {
            id: 'formats',
            actions: [
              { id: 'csv', label: words.exportCsv, icon: FileText, onAction: csv.run },
              { id: 'xlsx', label: words.exportXlsx, icon: FileSpreadsheet, onAction: xlsx.run },
            ],
          },
        ]}
      />
      <MenuButton
        label={commonWords.more}
        icon={ChevronDown}
        groups={[
          {
            id: 'class',
            actions: [
              { id: 'roll', label: words.rollByHand, icon: ListChecks, onAction: onRoll },
              ...(isOpen ? [{ id: 'final', label: words.closeClass, icon: CircleCheck, onAction: onClose }] : []),
              { id: 'print', label: words.print, icon: Printer, onAction: () => window.print() },
            ],
          },
        ]}
      />
    </>
  )
}

function useExport(periodId: Attendance['period']['id'], format: 'csv' | 'xlsx') {
  return useTask(async () => {
    const { file } = await call('attendance.export', { periodIds: [periodId], format })
    if (await saveFile(file.handle)) showToast({ title: words.saved, detail: file.name })
  })
}
