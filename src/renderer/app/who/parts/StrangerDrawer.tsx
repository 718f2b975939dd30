import { Check, UserX } from 'lucide-react'
import { useState } from 'react'
import type { Stranger } from '../../../../shared/contract/attendance.ts'
import type { PersonId } from '../../../../shared/ids.ts'
import { call } from '../../../api.ts'
import { useLive } from '../../../live.ts'
import { useFormats } from '../../../status.ts'
import { useTask } from '../../../task.ts'
import { Button } from '../../../ui/Button.tsx'
import { Checkbox } from '../../../ui/Checkbox.tsx'
import { ComboBox } from '../../../ui/ComboBox.tsx'
import { Drawer, DrawerBlock } from '../../../ui/Drawer.tsx'
import { Facts } from '../../../ui/Facts.tsx'
import { Pill } from '../../../ui/Pill.tsx'
import { showToast } from '../../../ui/Toasts.tsx'
import { attendanceWords } from '../../../words/attendance.ts'
import { commonWords } from '../../../words/common.ts'
import { whoWords as words } from '../../../words/who.ts'
import styles from './StrangerDrawer.module.css'

interface Props {
  readonly stranger: Stranger
  /** The person was named or dismissed: the next one is at hand. */
  readonly onDone: () => void
  readonly onClose: () => void
}

/** One person who is not recognised: what they came with, who they may be, and the two ways to settle it. */
export function StrangerDrawer({ stranger, onDone, onClose }: Props) {
  const formats = useFormats()
  const { periodId, key } = stranger
  const takeBack = useTask(async () => {
    await call('match.undo', { periodId, key })
    showToast({ title: words.undone })
  })
  return (
    <Drawer
      title={stranger.displayName}
      mark={<Pill state="unsure">{words.why[stranger.why]}</Pill>}
      subtitle={`${stranger.periodTitle} · ${formats.moment(stranger.startAt, 'short')}`}
      subject={key}
      onClose={onClose}
      closeLabel={commonWords.close}
    >
      <p>{words.whyLong[stranger.why]}</p>
      <DrawerBlock title={words.seen}>
        {stranger.email !== null && <p>{stranger.email}</p>}
        <Facts
          isRuled
          facts={stranger.intervals.map(({ joinedAt, leftAt, kind }, index) => ({
            id: String(index),
            term: formats.exactRange(joinedAt, leftAt),
            value: attendanceWords.kinds[kind],
          }))}
        />
      </DrawerBlock>
      {stranger.decided === null ? (
        stranger.why === 'keptWaiting' ? (
          <SettleWait stranger={stranger} onDone={onDone} />
        ) : (
          <Settle stranger={stranger} onDone={onDone} />
        )
      ) : (
        <DrawerBlock title={words.decidedTitle}>
          <Decided decided={stranger.decided} />
          <Button onPress={takeBack.run} isPending={takeBack.isRunning}>
            {words.takeBack}
          </Button>
        </DrawerBlock>
      )}
    </Drawer>
  )
}

/** Who it was by a person's word, and whose word it was. */
function Decided({ decided }: { readonly decided: NonNullable<Stranger['decided']> }) {
  const formats = useFormats()
  return (
    <div>
      {decided.as === 'notAStudent' ? words.dismissed : decided.personIds.map((id) => <Name key={id} personId={id} />)}
      <span className={styles.detail}>{words.decidedBy(decided.by, formats.moment(decided.at, 'short'))}</span>
    </div>
  )
}

function Name({ personId }: { readonly personId: PersonId }) {
  const { data } = useLive('person.find', { text: '', personId })
  return <div>{data?.people[0]?.person.listName ?? '…'}</div>
}

interface Choice {
  readonly id: string
  readonly label: string
}

const suggest = async (text: string): Promise<readonly (Choice & { readonly detail: string })[]> => {
  const { people } = await call('person.find', { text, limit: 12 })
  return people
    .filter(({ person }) => person.kind === 'student')
    .map(({ person, sections }) => ({ id: person.id, label: person.listName, detail: sections.join(', ') }))
}

function Settle({ stranger, onDone }: { readonly stranger: Stranger; readonly onDone: () => void }) {
  const formats = useFormats()
  const { periodId, key, suggestions } = stranger
  const [first, setFirst] = useState<Choice | null>(null)
  const [second, setSecond] = useState<Choice | null>(null)
  const [areTwo, setTwo] = useState(false)
  // A device's name is everybody's: it is never remembered, so it is not offered.
  const canRemember = stranger.why !== 'deviceName'
  const [remember, setRemember] = useState(canRemember)
  const undo = {
    label: commonWords.undo,
    onUndo: () => void call('match.undo', { periodId, key }).catch(() => undefined),
  }

  const resolve = async (personIds: readonly string[]) => {
    await call('match.resolve', {
      periodId,
      key,
      personIds: personIds as PersonId[],
      remember: remember && personIds.length === 1,
    })
    showToast({ title: words.resolved, undo })
    onDone()
  }
  const chosen = useTask(() => resolve([first?.id, areTwo ? second?.id : undefined].filter((id) => id !== undefined)))
  const dismiss = useTask(async () => {
    await call('match.dismiss', { periodId, key })
    showToast({ title: words.dismissed, undo })
    onDone()
  })

  return (
    <>
      <DrawerBlock title={words.suggestions}>
        {suggestions.length === 0 ? (
          <p>{words.noSuggestions}</p>
        ) : (
          <ul className={styles.people}>
            {suggestions.slice(0, 4).map((person) => (
              <li key={person.personId} className={styles.person}>
                <span className={styles.name}>
                  {person.listName}
                  <span className={styles.detail}>
                    {[
                      words.fits(formats.percent(Math.round(person.score * 100) / 100)),
                      person.isHere ? words.here : null,
                      person.isExpected ? null : words.notExpected,
                    ]
                      .filter((part) => part !== null)
                      .join(' · ')}
                  </span>
                </span>
                <ResolveButton name={person.listName} onPress={() => resolve([person.personId])} />
              </li>
            ))}
          </ul>
        )}
      </DrawerBlock>
      <DrawerBlock title={words.somebodyElse}>
        <div className={styles.form}>
          <ComboBox
            label={words.findPerson}
            suggest={suggest}
            value={first}
            onChange={setFirst}
            emptyText={words.findNobody}
          />
          <Checkbox isSelected={areTwo} onChange={setTwo}>
            {words.addSecond}
          </Checkbox>
          {areTwo && (
            <ComboBox
              label={words.secondPerson}
              suggest={suggest}
              value={second}
              onChange={setSecond}
              emptyText={words.findNobody}
            />
          )}
          {canRemember && !areTwo && (
            <Checkbox isSelected={remember} onChange={setRemember} description={words.rememberDetail}>
              {words.remember}
            </Checkbox>
          )}
          <Button
            variant="primary"
            icon={Check}
            onPress={chosen.run}
            isPending={chosen.isRunning}
            isDisabled={first === null || (areTwo && second === null)}
          >
            {areTwo ? words.confirmBoth : words.confirm}
          </Button>
          <Button icon={UserX} onPress={dismiss.run} isPending={dismiss.isRunning}>
            {words.dismiss}
          </Button>
        </div>
      </DrawerBlock>
    </>
  )
}

/** Somebody who is known and was kept waiting: whether the wait counts is a mark, set by hand with its reason. */
function SettleWait({ stranger, onDone }: { readonly stranger: Stranger; readonly onDone: () => void }) {
  const [person] = stranger.suggestions
  const decide = async (presence: 'present' | 'partial' | 'absent') => {
    if (person === undefined) return
    const { periodId } = stranger
    const personIds = [person.personId]
    await call('attendance.override', { periodId, personIds, presence, reason: words.waitReasons[presence] })
    const onUndo = () => void call('attendance.undoOverride', { periodId, personIds }).catch(() => undefined)
    showToast({ title: words.resolved, undo: { label: commonWords.undo, onUndo } })
    onDone()
  }
  const present = useTask(() => decide('present'))
  const partial = useTask(() => decide('partial'))
  const absent = useTask(() => decide('absent'))
  if (person === undefined) return null
  return (
    <DrawerBlock title={words.waited}>
      <div className={styles.form}>
        <p>{words.waitedFor(person.listName)}</p>
        <Button variant="primary" onPress={present.run} isPending={present.isRunning}>
          {words.waitCounts}
        </Button>
        <Button onPress={partial.run} isPending={partial.isRunning}>
          {words.waitIsPartial}
        </Button>
        <Button onPress={absent.run} isPending={absent.isRunning}>
          {words.waitIsNothing}
        </Button>
      </div>
    </DrawerBlock>
  )
}

function ResolveButton({ name, onPress }: { readonly name: string; readonly onPress: () => Promise<void> }) {
  const { run, isRunning } = useTask(onPress)
  return (
    <Button size="small" onPress={run} isPending={isRunning} aria-label={words.thisIs(name)}>
      {commonWords.choose}
    </Button>
  )
}
