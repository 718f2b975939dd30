import { z } from 'zod'
import { MeetingId, PersonId, SectionId } from '../ids.ts'
import { MadeFile } from './common.ts'
import { command, everyone, officeStaff, query } from './row.ts'

/** Papers of a sheet of links. `folio` is the long bond paper of the Philippines. */
export const SheetPaper = z.enum(['a4', 'letter', 'folio'])

/** Whose links: everybody's of a section, or of one meeting; only those of `personIds`, if any are named. */
const WhoseLinks = {
  sectionId: SectionId.optional(),
  meetingId: MeetingId.optional(),
  personIds: z.array(PersonId).max(500).optional(),
}

/** Operations about the links by which people come into their classes. */
export const link = {
  /**
   * The links of a section's upcoming classes, or of one meeting, as a file to hand out: `pdf` with slips to cut apart and a
   * QR code for each link, `csv` with a row for each student for mail merge, `ics` with a calendar for each student (in a
   * zip file for several). Nobody's slip shows a link of somebody else. Raises `notFound`, `conflict` where there is no
   * link to hand out, and `invalidInput` unless exactly one of section and meeting is named.
   */
  'link.sheet': command(
    z.strictObject({
      ...WhoseLinks,
      format: z.enum(['pdf', 'csv', 'ics']),
      paper: SheetPaper.default('a4'),
    }),
    z.strictObject({
      file: MadeFile,
      /** People who stand in the file. A class link has one slip for everybody and counts as one. */
      personCount: z.int(),
      /** Of those, people who have no working link for one class or more: their slip says why. */
      withoutLinkCount: z.int(),
    }),
    { roles: officeStaff, isLong: true },
  ),
  /** What is posted to the chat of a section: its upcoming classes, and how to come in. No personal link is in it. */
  'link.message': query(z.strictObject({ sectionId: SectionId }), z.strictObject({ text: z.string() }), {
    roles: everyone,
  }),
}
