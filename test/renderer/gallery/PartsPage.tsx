import {
  CalendarX,
  Check,
  Download,
  Inbox,
  Mail,
  MoreHorizontal,
  Pencil,
  Plus,
  Printer,
  School,
  Trash2,
  UserRoundSearch,
} from 'lucide-react'
import { useState } from 'react'
import { announce } from '../../../src/renderer/ui/Announcer.tsx'
import { Banner } from '../../../src/renderer/ui/Banner.tsx'
import { Button } from '../../../src/renderer/ui/Button.tsx'
import { Dialog } from '../../../src/renderer/ui/Dialog.tsx'
import { EmptyState } from '../../../src/renderer/ui/EmptyState.tsx'
import { IconButton } from '../../../src/renderer/ui/IconButton.tsx'
import { Keys } from '../../../src/renderer/ui/Kbd.tsx'
import { Link, LinkButton } from '../../../src/renderer/ui/Link.tsx'
import { MenuButton } from '../../../src/renderer/ui/Menu.tsx'
import { Notice } from '../../../src/renderer/ui/Notice.tsx'
import { Card, Page, Panel } from '../../../src/renderer/ui/Page.tsx'
import { Count, Pill, pillLooks, type PillState } from '../../../src/renderer/ui/Pill.tsx'
import { ProblemNotice } from '../../../src/renderer/ui/ProblemNotice.tsx'
import { ProgressBar } from '../../../src/renderer/ui/ProgressBar.tsx'
import { Skeleton } from '../../../src/renderer/ui/Skeleton.tsx'
import { Segments, Tabs } from '../../../src/renderer/ui/Tabs.tsx'
import { showToast } from '../../../src/renderer/ui/Toasts.tsx'
import styles from './gallery.module.css'

const nothing = () => undefined

const words: Record<PillState, string> = {
  present: 'Present',
  late: 'Late',
  partial: 'Partial',
  absent: 'Absent',
  excused: 'Excused',
  notSeenYet: 'Not seen yet',
  notHeld: 'Not held',
  upcoming: 'In 59 min',
  live: 'Live, 33 of 36 in',
  notFinal: 'Not final yet',
  final: 'Final',
  checked: 'Checked',
  waitingToSend: 'Waiting to send',
  problem: 'Host has two classes',
  unsure: 'Not recognised',
}

/** Every small part, in every state. */
export function PartsPage() {
  const [dialog, setDialog] = useState<'none' | 'question' | 'form'>('none')
  const [tab, setTab] = useState<'one' | 'two'>('one')
  const [view, setView] = useState<'day' | 'week'>('day')
  return (
    <>
      <Banner
        icon={School}
        label="Practice school"
        title="Practice school"
        actions={<Button size="small">Jump to the next class event</Button>}
      >
        It is Monday, 9 March, 9:41 AM there. Next: a class begins at 10:40 AM.
      </Banner>
      <Page
        title="Parts"
        subtitle={
          <>
            Every small part in every state <Pill state="final">Final 9:02</Pill>
          </>
        }
        actions={
          <>
            <Segments
              label="View"
              choices={[
                { id: 'day', label: 'Day' },
                { id: 'week', label: 'Week' },
              ]}
              value={view}
              onChange={setView}
            />
            <MenuButton
              label="Export"
              icon={Download}
              groups={[
                {
                  id: 'files',
                  title: 'This class',
                  actions: [
                    { id: 'csv', label: 'CSV', detail: 'For any program', onAction: nothing },
                    { id: 'xlsx', label: 'Excel workbook', detail: 'With figures and rules', onAction: nothing },
                  ],
                },
                {
                  id: 'more',
                  actions: [
                    { id: 'print', label: 'Print', icon: Printer, keys: 'Ctrl+P', onAction: nothing },
                    { id: 'cancel', label: 'Cancel class', icon: Trash2, isDanger: true, onAction: nothing },
                  ],
                },
              ]}
            />
            <Button variant="primary" icon={Plus}>
              Schedule class
            </Button>
          </>
        }
      >
        <div className={styles.columns}>
          <Panel title="Buttons" count={4}>
            <div className={styles.line}>
              <Button variant="primary" icon={Check}>
                Primary
              </Button>
              <Button icon={Pencil}>Plain</Button>
              <Button variant="quiet">Quiet</Button>
              <Button variant="danger">Danger</Button>
            </div>
            <div className={styles.line}>
              <Button variant="primary" isPending>
                Sending
              </Button>
              <Button isDisabled>Disabled</Button>
              <Button size="small">Small</Button>
              <Button size="small" variant="primary">
                Small
              </Button>
              <IconButton icon={MoreHorizontal} label="More" keys="Ctrl+M" />
              <IconButton icon={Pencil} label="Edit" size="small" variant="plain" />
            </div>
            <div className={styles.line}>
              <Button onPress={() => setDialog('question')}>Ask</Button>
              <Button onPress={() => setDialog('form')}>Open form</Button>
              <Button
                onPress={() =>
                  showToast({
                    title: 'Marked present: 3 students',
                    detail: 'Grade 7 Mabini, Mathematics',
                    undo: { label: 'Undo', onUndo: () => announce('Undone') },
                  })
                }
              >
                Toast
              </Button>
              <Keys keys="Ctrl+K" />
              <Keys keys="g t" />
              <Link href="#today">A link</Link>
              <LinkButton href="#today" size="small">
                Link button
              </LinkButton>
            </div>
          </Panel>
          <Panel title="States">
            <div className={styles.line}>
              {Object.keys(pillLooks).map((state) => (
                <Pill key={state} state={state as PillState}>
                  {words[state as PillState]}
                </Pill>
              ))}
              <Count tone="amber">3</Count>
              <Count>12</Count>
            </div>
            <ProgressBar label="Importing the roster" done={1200} total={5000} valueText="1,200 of 5,000 rows" />
            <ProgressBar label="Reading Zoom's report" />
          </Panel>
          <Panel title="Notices">
            <ProblemNotice
              title="Zoom does not know these credentials"
              message="Zoom refused the client secret."
              fix="Copy it again from your app's page at Zoom."
              retryLabel="Try again"
              onRetry={nothing}
            />
            <Notice tone="warning" title="2 students could not be registered">
              Their addresses are outside r1.deped.gov.ph.
            </Notice>
            <Notice
              tone="info"
              title="Zoom changed its report: 2 marks would change"
              actions={<Button size="small">Look</Button>}
            />
            <Notice tone="good" title="Connected to Zoom: Liza Ocampo" />
          </Panel>
          <Panel title="Nothing yet">
            <EmptyState
              icon={Inbox}
              title="No classes today"
              actions={<Button variant="primary">Schedule class</Button>}
            >
              Nothing is scheduled for Saturday, 14 March.
            </EmptyState>
          </Panel>
          <Panel title="Needs you" count={2}>
            <Card
              icon={<UserRoundSearch aria-hidden className={styles.amber} />}
              title="Who is “jm reyes ipad”?"
              actions={
                <>
                  <Button size="small" variant="primary">
                    Juan Miguel Reyes
                  </Button>
                  <Button size="small">Someone else…</Button>
                </>
              }
            >
              Grade 7 Rizal, Filipino, 24 min in class. The name fits one student.
            </Card>
            <Card
              icon={<Mail aria-hidden className={styles.amber} />}
              title="2 students could not be registered"
              actions={<Button size="small">Show</Button>}
            >
              Grade 10 Jacinto: addresses outside r1.deped.gov.ph.
            </Card>
          </Panel>
          <Panel title="Views" isFilling>
            <Tabs
              label="Views"
              value={tab}
              onChange={setTab}
              tabs={[
                { id: 'one', label: 'Upcoming', count: 12, content: <Skeleton label="Reading classes" rows={3} /> },
                { id: 'two', label: 'Past', count: 240, content: <p>Past classes</p> },
              ]}
            />
          </Panel>
        </div>
        <Dialog
          title="Cancel this class?"
          isOpen={dialog === 'question'}
          onClose={() => setDialog('none')}
          closeLabel="Close"
          role="alertdialog"
          size="small"
          actions={
            <>
              <Button onPress={() => setDialog('none')}>Keep it</Button>
              <Button variant="danger" icon={CalendarX} autoFocus onPress={() => setDialog('none')}>
                Cancel class
              </Button>
            </>
          }
        >
          Zoom tells the 31 students of Grade 7 Mabini. What was collected stays.
        </Dialog>
        <Dialog
          title="Change mark"
          description="Émile Ocampo, Mathematics, Monday 9 March"
          isOpen={dialog === 'form'}
          onClose={() => setDialog('none')}
          onSubmit={nothing}
          closeLabel="Close"
          aside="Wins over every later computation"
          problem={
            <ProblemNotice
              title="Nothing was saved"
              message="The disk is full."
              fix="Free some space."
              retryLabel="Try again"
            />
          }
          actions={
            <>
              <Button onPress={() => setDialog('none')}>Cancel</Button>
              <Button type="submit" variant="primary">
                Mark present
              </Button>
            </>
          }
        >
          <p>The rule says partial: 10 min of 60.</p>
        </Dialog>
      </Page>
    </>
  )
}
