import { Pencil } from 'lucide-react'
import { useState } from 'react'
import { useCommand } from '../../../live.ts'
import { useFormats } from '../../../status.ts'
import { Button } from '../../../ui/Button.tsx'
import { FormDialog } from '../../../ui/FormDialog.tsx'
import { Drawer, DrawerBlock } from '../../../ui/Drawer.tsx'
import { Facts } from '../../../ui/Facts.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { TextField } from '../../../ui/TextField.tsx'
import { showToast } from '../../../ui/Toasts.tsx'
import { commonWords } from '../../../words/common.ts'
import { problemWords } from '../../../words/problems.ts'
import { sectionWords } from '../../../words/sections.ts'
import type { SectionStudent } from './SectionPage.tsx'

interface Props {
  readonly student: SectionStudent
  readonly section: string
  readonly onClose: () => void
}

/** One student: who they are, what Zoom knows them by, and why they may have no link. */
export function StudentDrawer({ student, section, onClose }: Props) {
  const formats = useFormats()
  const [isEditing, setEditing] = useState(false)
  const { person, refusal, registersWith, enrollment } = student
  const { facts } = sectionWords
  return (
    <Drawer
      title={person.listName}
      subtitle={section}
      subject={person.id}
      onClose={onClose}
      closeLabel={commonWords.close}
      actions={
        <Button icon={Pencil} onPress={() => setEditing(true)}>
          {sectionWords.addAddress}
        </Button>
      }
    >
      {refusal !== null && (
        <Notice tone="warning" title={sectionWords.refusals[refusal]}>
          {sectionWords.refusalFixes[refusal]}
        </Notice>
      )}
      <DrawerBlock title={sectionWords.student}>
        <Facts
          facts={[
            { id: 'number', term: facts.number, value: person.studentNumber ?? '–' },
            { id: 'section', term: facts.section, value: section },
            { id: 'since', term: facts.since, value: formats.date(enrollment.firstOn, 'medium') },
            {
              id: 'born',
              term: facts.born,
              value: person.birthOn === null ? '–' : formats.date(person.birthOn, 'medium'),
            },
            { id: 'link', term: facts.link, value: registersWith === null ? '–' : <Address>{registersWith}</Address> },
          ]}
        />
      </DrawerBlock>
      <DrawerBlock title={sectionWords.contacts}>
        <Facts
          isRuled
          facts={[
            ...person.emails.map(({ address, owner }) => ({
              id: address,
              term: sectionWords.owners[owner],
              value: <Address>{address}</Address>,
            })),
            ...person.phones.map(({ number, owner }) => ({
              id: number,
              term: sectionWords.owners[owner],
              value: number,
            })),
          ]}
        />
      </DrawerBlock>
      {isEditing && <AddressDialog student={student} onClose={() => setEditing(false)} />}
    </Drawer>
  )
}

/** An e-mail address that is broken before its domain, if it must be. */
function Address({ children }: { readonly children: string }) {
  const at = children.lastIndexOf('@')
  return (
    <>
      {children.slice(0, at)}
      <wbr />
      {children.slice(at)}
    </>
  )
}

function AddressDialog({
  student: { person },
  onClose,
}: {
  readonly student: SectionStudent
  readonly onClose: () => void
}) {
  const formats = useFormats()
  const own = person.emails.find(({ owner }) => owner === 'own')?.address ?? ''
  const [address, setAddress] = useState(own)
  const { run, isRunning, problem } = useCommand('person.change')
  const save = async () => {
    const others = person.emails.filter((email) => email.owner !== 'own')
    const emails = address.trim() === '' ? others : [{ address: address.trim(), owner: 'own' as const }, ...others]
    if ((await run({ personId: person.id, changes: { emails } })) === null) return
    showToast({ title: sectionWords.addressSaved })
    onClose()
  }
  return (
    <FormDialog
      words={commonWords}
      title={sectionWords.editTitle}
      description={sectionWords.editText}
      size="small"
      submitLabel={sectionWords.saveAddress}
      onSubmit={() => void save()}
      onClose={onClose}
      isPending={isRunning}
      isDirty={address !== own}
      problem={problem && problemWords(problem, formats)}
    >
      <TextField label={sectionWords.address} type="email" value={address} onChange={setAddress} autoFocus />
    </FormDialog>
  )
}
