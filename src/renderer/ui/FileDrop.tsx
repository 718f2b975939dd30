import { FileSpreadsheet, Upload } from 'lucide-react'
import { DropZone, FileTrigger, Text } from 'react-aria-components'
import { Button } from './Button.tsx'
import { filesOf } from './dropped-files.ts'
import styles from './FileDrop.module.css'

/** What {@link FileDrop} takes. */
export interface FileDropProps {
  readonly label: string
  readonly detail?: string
  readonly chooseLabel: string
  /** Where several files make one thing: the button that takes a whole folder of them. */
  readonly folderLabel?: string
  /** Ends of file names, with the dot: `.csv`. What ends otherwise is still handed on; its reader says what is wrong. */
  readonly accept: readonly string[]
  /** Never none; one alone without a `folderLabel`. */
  readonly onFiles: (files: readonly [File, ...File[]]) => void
  readonly isPending?: boolean
  /** The file that was chosen. */
  readonly fileName?: string | undefined
}

/** One file, or several, by dialog, by dragging, or by pasting onto the focused area. */
export function FileDrop(props: FileDropProps) {
  const { label, detail, chooseLabel, folderLabel, accept, onFiles, isPending = false, fileName } = props
  const Icon = fileName === undefined ? Upload : FileSpreadsheet
  const take = ([first, ...others]: readonly File[]) => {
    if (first) onFiles(folderLabel === undefined ? [first] : [first, ...others])
  }
  return (
    <DropZone
      isDisabled={isPending}
      getDropOperation={() => 'copy'}
      onDrop={async ({ items }) => take(await filesOf(items))}
      className={styles.drop ?? ''}
    >
      <Icon aria-hidden className={styles.icon} />
      <div className={styles.words}>
        <Text slot="label" className={styles.label ?? ''}>
          {fileName ?? label}
        </Text>
        {detail !== undefined && <span className={styles.detail}>{detail}</span>}
      </div>
      {folderLabel !== undefined && (
        <FileTrigger acceptDirectory onSelect={(files) => take([...(files ?? [])])}>
          <Button isDisabled={isPending}>{folderLabel}</Button>
        </FileTrigger>
      )}
      <FileTrigger
        acceptedFileTypes={accept}
        allowsMultiple={folderLabel !== undefined}
        onSelect={(files) => take([...(files ?? [])])}
      >
        <Button isPending={isPending}>{chooseLabel}</Button>
      </FileTrigger>
    </DropZone>
  )
}
