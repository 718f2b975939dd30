import {
  CalendarDays,
  CloudCog,
  CloudLightning,
  FileUp,
  UserRound,
  UserRoundPlus,
  Users,
  type LucideIcon,
} from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import {
  Autocomplete,
  Dialog,
  Header,
  Input,
  Menu,
  MenuItem,
  MenuSection,
  Modal,
  ModalOverlay,
  SearchField,
  Text,
} from 'react-aria-components'
import { useLive } from '../../live.ts'
import { hrefOf, navigate } from '../../router.ts'
import { useFormats } from '../../status.ts'
import overlayStyles from '../../ui/Overlay.module.css'
import { cx } from '../../ui/cx.ts'
import { shellWords } from '../../words/shell.ts'
import { screens } from '../screens.tsx'
import styles from './Palette.module.css'
import { openOverlay, useOverlay } from './shortcuts.ts'

interface Hit {
  readonly id: string
  readonly label: string
  readonly detail?: string
  readonly icon: LucideIcon
  readonly href: string
}

interface HitGroup {
  readonly id: keyof typeof shellWords.findGroups
  readonly hits: readonly Hit[]
}

/** What can be done from anywhere, by name. */
const commands: readonly Hit[] = [
  {
    id: 'command-suspend',
    label: shellWords.commands.suspend,
    icon: CloudLightning,
    href: hrefOf(['calendar'], { do: 'suspend' }),
  },
  {
    id: 'command-holidays',
    label: shellWords.commands.holidays,
    icon: FileUp,
    href: hrefOf(['calendar'], { do: 'import' }),
  },
  {
    id: 'command-substitute',
    label: shellWords.commands.substitute,
    icon: UserRoundPlus,
    href: hrefOf(['schedule'], { do: 'substitute' }),
  },
  {
    id: 'command-roster',
    label: shellWords.commands.roster,
    icon: FileUp,
    href: hrefOf(['import']),
  },
  {
    id: 'command-timetable',
    label: shellWords.commands.timetable,
    icon: FileUp,
    href: hrefOf(['timetable']),
  },
  {
    id: 'command-changes',
    label: shellWords.commands.changes,
    icon: CloudCog,
    href: hrefOf(['changes']),
  },
]

const typingPauseMs = 90
const mostOfAKind = 6

/** `text`, as it was when typing last paused. */
function usePaused(text: string): string {
  const [paused, setPaused] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setPaused(text), typingPauseMs)
    return () => clearTimeout(timer)
  }, [text])
  return paused
}

/** What fits `text`: screens and sections at once, classes and people as the application finds them. */
function useHits(text: string): readonly HitGroup[] {
  const asked = usePaused(text.trim())
  const isAsking = asked.length > 1
  const { data: sectionList } = useLive('section.list', {})
  const { data: people } = useLive('person.find', isAsking ? { text: asked, limit: mostOfAKind } : null)
  const { data: meetings } = useLive('meeting.list', isAsking ? { text: asked, limit: mostOfAKind } : null)
  const formats = useFormats()

  return useMemo(() => {
    const words = text.trim().toLocaleLowerCase().split(/\s+/)
    const fits = (label: string) => words.every((word) => label.toLocaleLowerCase().includes(word))
    const groups: readonly HitGroup[] = [
      {
        id: 'screens',
        hits: screens
          .filter(({ label }) => fits(label))
          .map(({ id, label, icon }) => ({ id: `screen-${id}`, label, icon, href: hrefOf([id]) })),
      },
      { id: 'commands', hits: text.trim() === '' ? [] : commands.filter(({ label }) => fits(label)) },
      {
        id: 'sections',
        hits: (text.trim() === '' ? [] : (sectionList?.sections ?? []))
          .filter(({ name }) => fits(name))
          .slice(0, mostOfAKind)
          .map(({ id, name, adviser }) => ({
            id: `section-${id}`,
            label: name,
            ...(adviser === null ? {} : { detail: adviser }),
            icon: Users,
            href: hrefOf(['sections', id]),
          })),
      },
      {
        id: 'people',
        hits: (people?.people ?? []).map(({ person, sections }) => ({
          id: `person-${person.id}`,
          label: person.listName,
          detail: sections.join(', '),
          icon: UserRound,
          href: hrefOf(['people', person.id]),
        })),
      },
      {
        id: 'classes',
        hits: (meetings?.meetings ?? []).map(({ id, title, time, phase, periodIds }) => ({
          id: `class-${id}`,
          label: title,
          detail: `${formats.date(time.on, 'brief')}, ${formats.wallTime(time.startsAt)}`,
          icon: CalendarDays,
          href:
            phase !== 'upcoming' && periodIds[0] !== undefined
              ? hrefOf(['attendance', periodIds[0]])
              : hrefOf(['schedule', time.on], { meeting: id }),
        })),
      },
    ]
    return groups.filter(({ hits }) => hits.length > 0)
  }, [text, sectionList, people, meetings, formats])
}

/** "Find anything": type, choose with the arrows, go with Enter. */
export function Palette() {
  const isOpen = useOverlay((overlay) => overlay.open === 'find')
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(isNowOpen) => !isNowOpen && openOverlay('none')}
      isDismissable
      className={cx(overlayStyles.scrim, overlayStyles.top)}
    >
      <Modal className={cx(overlayStyles.modal, styles.modal)}>
        <Dialog aria-label={shellWords.find} className={overlayStyles.dialog ?? ''}>
          {/* React Aria hands Escape to the list first, which may be on its way: here it closes, whatever stands there. */}
          <div
            className={overlayStyles.dialog}
            onKeyDownCapture={(event) => {
              if (event.key !== 'Escape' || event.nativeEvent.isComposing) return
              event.stopPropagation()
              openOverlay('none')
            }}
          >
            <Finder />
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}

function Finder() {
  const [text, setText] = useState('')
  const groups = useHits(text)
  const goTo = (hit: Hit) => {
    openOverlay('none')
    navigate(hit.href)
  }
  return (
    <Autocomplete inputValue={text} onInputChange={setText}>
      <SearchField aria-label={shellWords.find} autoFocus className={styles.field ?? ''}>
        <Input placeholder={shellWords.findHint} className={styles.input ?? ''} />
      </SearchField>
      <Menu
        aria-label={shellWords.find}
        className={styles.list ?? ''}
        renderEmptyState={() => <p className={styles.empty}>{shellWords.findNothing}</p>}
      >
        {groups.map((group) => (
          <MenuSection key={group.id} id={group.id}>
            <Header className={styles.title ?? ''}>{shellWords.findGroups[group.id]}</Header>
            {group.hits.map((hit) => (
              <MenuItem
                key={hit.id}
                id={hit.id}
                textValue={hit.label}
                onAction={() => goTo(hit)}
                className={styles.item ?? ''}
              >
                <hit.icon aria-hidden />
                <Text slot="label" className={styles.label ?? ''}>
                  {hit.label}
                </Text>
                {hit.detail !== undefined && (
                  <Text slot="description" className={styles.detail ?? ''}>
                    {hit.detail}
                  </Text>
                )}
              </MenuItem>
            ))}
          </MenuSection>
        ))}
      </Menu>
    </Autocomplete>
  )
}
