import { getDocumentProxy } from 'unpdf'

/** The lines of each page of a PDF, as another program reads them: from the top, each from left to right. */
export async function pdfPages(bytes: Uint8Array): Promise<string[][]> {
  const document = await getDocumentProxy(Uint8Array.from(bytes), { verbosity: 0 })
  try {
    const pages: string[][] = []
    for (let number = 1; number <= document.numPages; number += 1) {
      const { items } = await (await document.getPage(number)).getTextContent()
      const parts = items.flatMap((item) =>
        'str' in item && item.str !== ''
          ? {
              text: item.str,
              x: item.transform[4] as number,
              width: item.width,
              y: Math.round(item.transform[5] as number),
            }
          : [],
      )
      const lines = [...Map.groupBy(parts, ({ y }) => y)].toSorted(([a], [b]) => b - a)
      pages.push(
        lines.map(([, line]) =>
          line
            .toSorted((a, b) => a.x - b.x)
            // What stands apart is another text: columns, or a word after a space that was not written.
            .map(({ text, x, width }, at, all) => ((all[at + 1]?.x ?? 0) - x - width > 4 ? `${text} ` : text))
            .join(''),
        ),
      )
    }
    return pages
  } finally {
    await document.loadingTask.destroy()
  }
}
