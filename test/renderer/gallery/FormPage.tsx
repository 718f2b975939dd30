import { BookOpen, DoorOpen, Link2 } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../../src/renderer/ui/Button.tsx'
import { Checkbox } from '../../../src/renderer/ui/Checkbox.tsx'
import { ComboBox } from '../../../src/renderer/ui/ComboBox.tsx'
import { DateField, DatePicker, TimeField } from '../../../src/renderer/ui/DateField.tsx'
import { Fields } from '../../../src/renderer/ui/Field.tsx'
import { FileDrop } from '../../../src/renderer/ui/FileDrop.tsx'
import type { Choice } from '../../../src/renderer/ui/ListBox.tsx'
import { NumberField } from '../../../src/renderer/ui/NumberField.tsx'
import { Page, Panel } from '../../../src/renderer/ui/Page.tsx'
import { RadioCards } from '../../../src/renderer/ui/RadioCards.tsx'
import { Select } from '../../../src/renderer/ui/Select.tsx'
import { Switch } from '../../../src/renderer/ui/Switch.tsx'
import { SearchField, SecretField, TextArea, TextField } from '../../../src/renderer/ui/TextField.tsx'
import styles from './gallery.module.css'

const people: readonly Choice[] = [
  { id: '1', label: 'Ocampo, Émile', detail: 'Grade 7 Mabini' },
  { id: '2', label: 'Reyes, Juan Miguel', detail: 'Grade 7 Rizal' },
  { id: '3', label: 'Tan, Haruna (陽菜)', detail: 'Grade 7 Mabini' },
  { id: '4', label: 'van der Berg, Ligaya', detail: 'Grade 8 Bonifacio' },
]

const suggest = (text: string) =>
  Promise.resolve(people.filter((person) => person.label.toLowerCase().includes(text.toLowerCase())))

/** Every field, empty, filled and wrong. */
export function FormPage() {
  const [on, setOn] = useState<string | null>('2026-03-09')
  const [at, setAt] = useState<string | null>('07:30')
  const [person, setPerson] = useState<Choice | null>(null)
  const [admission, setAdmission] = useState<'waitingRoom' | 'registrationLink'>('waitingRoom')
  const [grade, setGrade] = useState<'7' | '8' | null>('7')
  return (
    <Page title="Schedule class" subtitle="Every field">
      <div className={styles.columns}>
        <Panel>
          <TextField label="Title" defaultValue="Grade 7 Mabini, Mathematics" icon={BookOpen} />
          <Fields columns={3}>
            <DatePicker label="Date" value={on} onChange={setOn} />
            <TimeField label="Starts" value={at} onChange={setAt} />
            <NumberField
              label="Length"
              defaultValue={60}
              minValue={5}
              step={5}
              formatOptions={{ style: 'unit', unit: 'minute' }}
            />
          </Fields>
          <Fields columns={2}>
            <ComboBox
              label="Student"
              placeholder="Type a name"
              suggest={suggest}
              value={person}
              onChange={setPerson}
              emptyText="Nobody fits."
            />
            <Select
              label="Grade"
              choices={[
                { id: '7', label: 'Grade 7' },
                { id: '8', label: 'Grade 8', detail: '4 sections' },
              ]}
              value={grade}
              onChange={setGrade}
            />
          </Fields>
          <RadioCards
            label="How students get in"
            columns={2}
            value={admission}
            onChange={setAdmission}
            cards={[
              {
                id: 'waitingRoom',
                label: 'Waiting room',
                icon: DoorOpen,
                detail: 'The teacher admits. Zoom lets anyone who is not signed in wait, registered or not.',
              },
              {
                id: 'registrationLink',
                label: 'Registration link only',
                icon: Link2,
                detail: 'The personal link is the key. Nobody waits.',
              },
            ]}
          />
          <TextArea label="Description" note="optional" placeholder="What the class is about" />
        </Panel>
        <Panel>
          <TextField
            label="Account ID"
            isCode
            defaultValue="Xy0-practice-account"
            description="From the app's page at Zoom."
          />
          <TextField
            label="Client ID"
            isCode
            error="Zoom does not know this client ID. Copy it again."
            defaultValue="abc"
          />
          <SecretField label="Client secret" showLabel="Show" hideLabel="Hide" defaultValue="not a secret" />
          <DateField
            label="Born"
            note="optional"
            value={null}
            onChange={() => undefined}
            error="Give a whole date, or none."
          />
          <SearchField label="Find a student" clearLabel="Clear" />
          <Checkbox defaultSelected description="Every later class of this group and year.">
            Remember “jm reyes ipad”
          </Checkbox>
          <Checkbox isIndeterminate>Some of them</Checkbox>
          <Checkbox isDisabled>Not to be had</Checkbox>
          <Switch defaultSelected description="Students come in muted.">
            Mute on entry
          </Switch>
          <Switch>Join before host</Switch>
          <FileDrop
            label="Drop the roster here"
            detail="CSV, up to 20 MB. You see what it would change before anything is saved."
            chooseLabel="Choose file…"
            accept={['.csv']}
            onFiles={() => undefined}
          />
          <div className={styles.line}>
            <Button variant="primary">Schedule</Button>
            <Button>Cancel</Button>
          </div>
        </Panel>
      </div>
    </Page>
  )
}
