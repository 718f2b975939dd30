import { CalendarDays, FileText, Table2 } from 'lucide-react'
import { useState } from 'react'
import type { InputOf } from '../../shared/contract/index.ts'
import { call, problemOf, saveFile } from '../api.ts'
import { useFormats } from '../status.ts'
import { FormDialog } from '../ui/FormDialog.tsx'
import { Notice } from '../ui/Notice.tsx'
import type { ProblemNoticeProps } from '../ui/ProblemNotice.tsx'
import { RadioCards } from '../ui/RadioCards.tsx'
import { Select } from '../ui/Select.tsx'
import { showToast } from '../ui/Toasts.tsx'
import { commonWords } from '../words/common.ts'
import { linkWords as words } from '../words/links.ts'
import { problemWords } from '../words/problems.ts'

type Sheet = InputOf<'link.sheet'>

interface Props {
  /** A section's links, a meeting's, or those of some of its people. */
  readonly of: Pick<Sheet, 'sectionId' | 'meetingId' | 'personIds'>
  /** Whose links these are, as its title says. */
  readonly title: string
  readonly onClose: () => void
}

const icons = { pdf: FileText, csv: Table2, ics: CalendarDays } as const
const formats = ['pdf', 'csv', 'ics'] as const
const papers = ['a4', 'letter', 'folio'] as const

/** Asks in which form links are to be handed out, and saves that file. */
export function LinkSheetDialog({ of, title, onClose }: Props) {
  const shownAs = useFormats()
  const [format, setFormat] = useState<Sheet['format']>('pdf')
  const [paper, setPaper] = useState<NonNullable<Sheet['paper']>>('a4')
  const [isPending, setPending] = useState(false)
  const [problem, setProblem] = useState<ProblemNoticeProps | null>(null)
  const save = async () => {
    setPending(true)
    setProblem(null)
    try {
      const { file, personCount, withoutLinkCount } = await call('link.sheet', { ...of, format, paper })
      if (await saveFile(file.handle)) {
        showToast({
          title: words.madeTitle(personCount),
          detail: withoutLinkCount > 0 ? words.madeWithout(withoutLinkCount) : file.name,
        })
        onClose()
      }
    } catch (error) {
      setProblem(problemWords(problemOf(error), shownAs))
    } finally {
      setPending(false)
    }
  }
  return (
    <FormDialog
      words={commonWords}
      title={words.sheetTitle}
      description={words.sheetText(title)}
      submitLabel={words.make}
      onSubmit={() => void save()}
      onClose={onClose}
      isPending={isPending}
      problem={problem}
    >
      <RadioCards
        label={words.format}
        value={format}
        onChange={setFormat}
        cards={formats.map((id) => ({ id, ...words.formats[id], icon: icons[id] }))}
      />
      {format === 'pdf' && (
        <Select
          label={words.paper}
          value={paper}
          onChange={setPaper}
          choices={papers.map((id) => ({ id, label: words.papers[id] }))}
        />
      )}
      <Notice tone="info" title={words.keepSafe} />
    </FormDialog>
  )
}
