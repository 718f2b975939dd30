import { FileUp, Users } from 'lucide-react'
import { useContext, useEffect, useMemo, useState } from 'react'
import type { PersonRow } from '../../../../shared/contract/person.ts'
import { EnrollmentDialog, type EnrollmentDoing } from '../../../enrollment/EnrollmentDialog.tsx'
import { hrefOf, navigate } from '../../../router.ts'
import { useFormats } from '../../../status.ts'
import { NothingFits } from '../../../ClearFilters.tsx'
import { TypingContext } from '../../../TypedText.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { DataGrid } from '../../../ui/grid/DataGrid.tsx'
import { LinkButton } from '../../../ui/Link.tsx'
import { ContextMenu, type MenuAnchor } from '../../../ui/Menu.tsx'
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx'
import { peopleWords as words } from '../../../words/people.ts'
import { problemWords } from '../../../words/problems.ts'
import { peopleActions } from '../actions.ts'
import { peopleColumns } from '../columns.tsx'
import { isFiltered, queryOf, withoutFilters, type Place } from '../place.ts'
import { usePeople } from '../use-people.ts'
import { PeopleBar } from './PeopleBar.tsx'

interface Props {
  readonly place: Place
  readonly go: (changes: Partial<Place>) => void
  readonly mayChange: boolean
  readonly onFound: (people: number) => void
}

const keyOf = ({ id }: PersonRow) => id
const nameOf = ({ listName }: PersonRow) => listName
const open = ({ id }: PersonRow) => navigate(hrefOf(['people', id]))
const nobody: ReadonlyMap<string, PersonRow> = new Map()
/** Enough for several screens; what the highest window shows comes first, so that each letter's rows come by this. */
const pages = { pageSize: 200, firstPageSize: 60 } as const

/** The grid of people, what can be done with those who are selected, and each one's menu. */
export function PeopleList({ place, go, mayChange, onFound }: Props) {
  const formats = useFormats()
  const { text } = useContext(TypingContext)
  const query = queryOf(place, text)
  const { rows, totalCount, query: shown, isLoading, hasMore, problem, more, reload } = usePeople(query, pages)
  // Those who are selected stay so while the list is narrowed to others.
  const [selected, setSelected] = useState(nobody)
  const [doing, setDoing] = useState<EnrollmentDoing | null>(null)
  const [menu, setMenu] = useState<{ readonly row: PersonRow; readonly anchor: MenuAnchor } | null>(null)
  const columns = useMemo(
    () => peopleColumns(place.kind ?? 'student', (row, anchor) => setMenu({ row, anchor })),
    [place.kind],
  )
  useEffect(() => onFound(totalCount), [onFound, totalCount])
  const keys = useMemo(() => new Set(selected.keys()), [selected])
  const select = (chosen: ReadonlySet<string>) => {
    const known = new Map([...selected, ...rows.map((row) => [row.id, row] as const)])
    setSelected(new Map([...chosen].flatMap((id) => (known.has(id) ? [[id, known.get(id)!] as const] : []))))
  }
  if (problem !== null && rows.length === 0) {
    return <ProblemNotice {...problemWords(problem, formats)} size="page" onRetry={reload} />
  }
  const kind = place.kind ?? 'student'
  return (
    <>
      <DataGrid
        label={words.gridLabels[kind]}
        rows={rows}
        keyOf={keyOf}
        columns={columns}
        nameOf={nameOf}
        onOpen={open}
        onMenu={(row, anchor) => setMenu({ row, anchor })}
        {...(mayChange
          ? {
              selection: {
                keys,
                onChange: select,
                allLabel: words.selectAll,
                labelOf: ({ listName }: PersonRow) => words.select(listName),
              },
            }
          : {})}
        onEnd={more}
        hasMore={hasMore}
        subject={shown}
        isLoading={isLoading}
        loadingLabel={words.loading}
        empty={
          isFiltered(place) || text.trim() !== '' ? (
            <NothingFits
              title={words.noFit}
              text={words.noFitText}
              label={words.clearFilters}
              onClear={() => go(withoutFilters)}
            />
          ) : (
            <EmptyState
              icon={Users}
              title={words.empty[kind].title}
              actions={
                mayChange &&
                kind === 'student' && (
                  <LinkButton href={hrefOf(['import'])} icon={FileUp}>
                    {words.importRoster}
                  </LinkButton>
                )
              }
            >
              {words.empty[kind].text}
            </EmptyState>
          )
        }
      />
      {selected.size > 0 && (
        <PeopleBar
          rows={[...selected.values()]}
          query={query}
          totalCount={totalCount}
          isWholeShown={rows.every(({ id }) => selected.has(id))}
          onSelect={(all) => setSelected(new Map(all.map((row) => [row.id, row])))}
          onDo={setDoing}
          onClear={() => setSelected(nobody)}
        />
      )}
      {menu !== null && (
        <ContextMenu
          label={words.menuOf(menu.row.listName)}
          anchor={menu.anchor}
          onClose={() => setMenu(null)}
          groups={peopleActions(menu.row, mayChange, { open, doing: setDoing })}
        />
      )}
      {doing !== null && (
        <EnrollmentDialog doing={doing} onClose={() => setDoing(null)} onDone={() => setSelected(nobody)} />
      )}
    </>
  )
}
