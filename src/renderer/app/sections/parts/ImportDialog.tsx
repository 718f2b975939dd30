import { useState } from 'react'
import type { RosterField, RosterPreview } from '../../../../shared/contract/roster.ts'
import type { FileHandle } from '../../../../shared/ids.ts'
import { sectionTitle } from '../../../../shared/domain/list-names.ts'
import type { Problem } from '../../../../shared/problem.ts'
import { problemOf, putFile } from '../../../api.ts'
import { useCommand } from '../../../live.ts'
import { useFormats, useStatus } from '../../../status.ts'
import { Button } from '../../../ui/Button.tsx'
import { Checkbox } from '../../../ui/Checkbox.tsx'
import { FormDialog } from '../../../ui/FormDialog.tsx'
import { FileDrop } from '../../../ui/FileDrop.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { showToast } from '../../../ui/Toasts.tsx'
import { commonWords } from '../../../words/common.ts'
import { problemWords } from '../../../words/problems.ts'
import { sectionWords } from '../../../words/sections.ts'
import { ImportPreview } from './ImportPreview.tsx'

interface Chosen {
  readonly file: FileHandle
  readonly mapping: Record<string, RosterField> | undefined
  readonly preview: RosterPreview
  /** Whether somebody said that so much may be touched. */
  readonly isBrakeReleased: boolean
}

/** From a file to a roster: choose, look at what would happen, import. Nothing is changed before the last step. */
export function ImportDialog({ onClose }: { readonly onClose: () => void }) {
  const formats = useFormats()
  const isPractice = useStatus().data?.school?.kind === 'practice'
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const [fileProblem, setFileProblem] = useState<Problem | null>(null)
  const preview = useCommand('roster.preview')
  const practice = useCommand('practice.roster')
  const importing = useCommand('roster.import')
  const problem = fileProblem ?? preview.problem ?? practice.problem ?? importing.problem

  const look = async (file: FileHandle, mapping?: Record<string, RosterField>) => {
    importing.clearProblem()
    const found = await preview.run({ files: [file], mapping })
    if (found !== null) setChosen({ file, mapping, preview: found, isBrakeReleased: false })
  }
  const choose = async (file: File) => {
    setFileProblem(null)
    try {
      await look(await putFile(file))
    } catch (error) {
      setFileProblem(problemOf(error))
    }
  }
  const usePracticeRoster = async () => {
    const made = await practice.run({})
    if (made !== null) await look(made.file.handle)
  }
  const doImport = async () => {
    if (chosen === null) return
    const done = await importing.run({
      files: [chosen.file],
      mapping: chosen.mapping,
      digest: chosen.preview.digest,
      isBrakeReleased: chosen.isBrakeReleased,
    })
    if (done === null) return
    showToast({ title: sectionWords.imported(done.students.addedCount, done.students.changedCount) })
    onClose()
  }

  const touched = chosen === null ? 0 : chosen.preview.students.addedCount + chosen.preview.students.changedCount
  const brake = chosen?.preview.brake ?? null
  const isBraked = brake !== null && chosen?.isBrakeReleased === false
  const isBusy = preview.isRunning || importing.isRunning || practice.isRunning
  return (
    <FormDialog
      words={commonWords}
      title={sectionWords.importTitle}
      description={
        chosen === null
          ? sectionWords.importText
          : `${chosen.preview.fileNames.join(', ')} · ${sectionWords.file(chosen.preview.encoding, chosen.preview.rowCount)}`
      }
      size={chosen === null ? 'medium' : 'wide'}
      otherActions={chosen && <Button onPress={() => setChosen(null)}>{sectionWords.otherFile}</Button>}
      submitLabel={
        chosen === null ? undefined : touched === 0 ? sectionWords.nothingToImport : sectionWords.doImport(touched)
      }
      isSubmitDisabled={touched === 0 || isBraked}
      onSubmit={() => void doImport()}
      onClose={onClose}
      isPending={importing.isRunning}
      problem={
        problem && {
          ...problemWords(problem, formats),
          onRetry:
            problem.kind === 'stalePreview' && chosen !== null
              ? () => void look(chosen.file, chosen.mapping)
              : undefined,
        }
      }
    >
      {chosen === null ? (
        <>
          <FileDrop
            label={isBusy ? sectionWords.reading : sectionWords.drop}
            detail={sectionWords.dropDetail}
            chooseLabel={sectionWords.choose}
            accept={['.csv', '.tsv', '.txt', '.xlsx', '.zip']}
            onFile={(file) => void choose(file)}
            isPending={isBusy}
          />
          {isPractice && (
            <Button variant="quiet" onPress={() => void usePracticeRoster()} isPending={practice.isRunning}>
              {sectionWords.practiceFile}
            </Button>
          )}
        </>
      ) : (
        <>
          {chosen.preview.missingColumn !== null && (
            <Notice tone="problem" title={sectionWords.missingColumns[chosen.preview.missingColumn]} />
          )}
          {brake !== null && (
            <Notice tone="warning" title={sectionWords.brake(brake.touchedCount, brake.schoolCount)}>
              {brake.sections.map(({ gradeLevel, name, touchedCount, studentCount }) => (
                <p key={sectionTitle(gradeLevel, name)}>
                  {sectionWords.brakeSection(sectionTitle(gradeLevel, name), touchedCount, studentCount)}
                </p>
              ))}
              <Checkbox
                isSelected={chosen.isBrakeReleased}
                onChange={(isBrakeReleased) => setChosen({ ...chosen, isBrakeReleased })}
              >
                {sectionWords.releaseBrake}
              </Checkbox>
            </Notice>
          )}
          <ImportPreview preview={chosen.preview} onMap={(mapping) => void look(chosen.file, mapping)} />
        </>
      )}
    </FormDialog>
  )
}
