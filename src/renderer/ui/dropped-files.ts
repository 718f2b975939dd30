import { isDirectoryDropItem, isFileDropItem, type DropItem } from 'react-aria-components'

/** The files among what was dropped; of a folder all that lie in it, in its folders too. */
export async function filesOf(items: Iterable<DropItem> | AsyncIterable<DropItem>): Promise<readonly File[]> {
  const files: File[] = []
  for await (const item of items) {
    if (isFileDropItem(item)) files.push(await item.getFile())
    else if (isDirectoryDropItem(item)) files.push(...(await filesOf(item.getEntries())))
  }
  return files
}
