import { useState } from 'react'
import { sectionTitle } from '../../../../shared/domain/list-names.ts'
import { useCommand } from '../../../live.ts'
import { hrefOf, navigate } from '../../../router.ts'
import { useFormats } from '../../../status.ts'
import { Fields } from '../../../ui/Field.tsx'
import { FormDialog } from '../../../ui/FormDialog.tsx'
import { TextField } from '../../../ui/TextField.tsx'
import { showToast } from '../../../ui/Toasts.tsx'
import { commonWords } from '../../../words/common.ts'
import { problemWords } from '../../../words/problems.ts'
import { sectionWords } from '../../../words/sections.ts'

const { settings: words } = sectionWords

/** Makes a section, and goes to it. */
export function MakeDialog({ onClose }: { readonly onClose: () => void }) {
  const formats = useFormats()
  const [name, setName] = useState('')
  const [gradeLevel, setGradeLevel] = useState('')
  const [shift, setShift] = useState('')
  const [isChecked, setChecked] = useState(false)
  const { run, isRunning, problem } = useCommand('section.make')
  const isTaken = problem?.field === 'name'
  const make = async () => {
    setChecked(true)
    if (name.trim() === '') return
    const made = await run({ name, gradeLevel, shift })
    if (made === null) return
    showToast({ title: sectionWords.made(sectionTitle(made.gradeLevel, made.name)) })
    onClose()
    navigate(hrefOf(['sections', made.id]))
  }
  return (
    <FormDialog
      words={commonWords}
      title={sectionWords.makeTitle}
      description={sectionWords.makeText}
      submitLabel={sectionWords.make}
      onSubmit={() => void make()}
      onClose={onClose}
      isPending={isRunning}
      isDirty={name !== ''}
      problem={problem && !isTaken ? problemWords(problem, formats) : null}
    >
      <Fields columns={2}>
        <TextField label={words.gradeLevel} value={gradeLevel} onChange={setGradeLevel} maxLength={50} autoFocus />
        <TextField
          label={words.name}
          value={name}
          onChange={setName}
          maxLength={100}
          error={isTaken ? problem.message : isChecked && name.trim() === '' ? sectionWords.needName : undefined}
        />
      </Fields>
      <TextField
        label={words.shift}
        note={commonWords.optional}
        description={words.shiftHelp}
        value={shift}
        onChange={setShift}
        maxLength={30}
      />
    </FormDialog>
  )
}
