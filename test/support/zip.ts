import { crc32 } from 'node:zlib'

/** A zip file of these parts: stored as they are, or packed by `pack`. `flags` go to every part. */
export function zipOf(
  parts: Readonly<Record<string, string | Uint8Array>>,
  pack?: (bytes: Uint8Array) => Uint8Array,
  flags = 0,
): Uint8Array {
  const chunks: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const [name, content] of Object.entries(parts)) {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content
    const packed = pack === undefined ? bytes : pack(bytes)
    const fields = Buffer.alloc(26)
    fields.writeUInt16LE(20, 0)
    fields.writeUInt16LE(flags, 2)
    fields.writeUInt16LE(pack === undefined ? 0 : 8, 4)
    fields.writeUInt32LE(crc32(bytes), 10)
    fields.writeUInt32LE(packed.byteLength, 14)
    fields.writeUInt32LE(bytes.byteLength, 18)
    fields.writeUInt16LE(Buffer.byteLength(name), 22)
    const local = [Buffer.from('PK\u0003\u0004'), fields, Buffer.from(name), Buffer.from(packed)]
    const end = Buffer.alloc(14)
    end.writeUInt32LE(at, 10)
    directory.push(Buffer.from('PK\u0001\u0002\u0014\u0000'), fields, end, Buffer.from(name))
    chunks.push(...local)
    at += local.reduce((sum, { byteLength }) => sum + byteLength, 0)
  }
  const size = directory.reduce((sum, { byteLength }) => sum + byteLength, 0)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(Object.keys(parts).length, 4)
  end.writeUInt16LE(Object.keys(parts).length, 6)
  end.writeUInt32LE(size, 8)
  end.writeUInt32LE(at, 12)
  return new Uint8Array(Buffer.concat([...chunks, ...directory, Buffer.from('PK\u0005\u0006'), end]))
}
