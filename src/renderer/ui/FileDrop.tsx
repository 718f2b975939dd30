import { FileSpreadsheet, Upload } from 'lucide-react'
import { DropZone, FileTrigger, isFileDropItem, Text } from 'react-aria-components'
import { Button } from './Button.tsx'
import styles from './FileDrop.module.css'

/** What {@link FileDrop} takes. */
export interface FileDropProps {
  readonly label: string
  readonly detail?: string
  readonly chooseLabel: string
  /** Ends of file names, with the dot: `.csv`. What ends otherwise is still handed on; its reader says what is wrong. */
  readonly accept: readonly string[]
  readonly onFile: (file: File) => void
  readonly isPending?: boolean
  /** The file that was chosen. */
  readonly fileName?: string | undefined
}

/** One file, by dialog, by dragging, or by pasting onto the focused area. */
export function FileDrop({ label, detail, chooseLabel, accept, onFile, isPending = false, fileName }: FileDropProps) {
  const Icon = fileName === undefined ? Upload : FileSpreadsheet
  return (
    <DropZone
      isDisabled={isPending}
      getDropOperation={() => 'copy'}
      onDrop={async ({ items }) => {
        const item = items.find(isFileDropItem)
        if (item) onFile(await item.getFile())
      }}
      className={styles.drop ?? ''}
    >
      <Icon aria-hidden className={styles.icon} />
      <div className={styles.words}>
        <Text slot="label" className={styles.label ?? ''}>
          {fileName ?? label}
        </Text>
        {detail !== undefined && <span className={styles.detail}>{detail}</span>}
      </div>
      <FileTrigger
        acceptedFileTypes={accept}
        onSelect={(files) => {
          const file = files?.[0]
          if (file) onFile(file)
        }}
      >
        <Button isPending={isPending}>{chooseLabel}</Button>
      </FileTrigger>
    </DropZone>
  )
}
