import { Check, UserRoundCheck } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { Stranger } from '../../../shared/contract/attendance.ts'
import { call } from '../../api.ts'
import { useLive } from '../../live.ts'
import { hrefOf, navigate, useDocumentTitle, useRoute } from '../../router.ts'
import { useFormats } from '../../status.ts'
import { useTask } from '../../task.ts'
import { Button } from '../../ui/Button.tsx'
import { WithDrawer } from '../../ui/Drawer.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import type { GridColumn } from '../../ui/grid/columns.ts'
import { DataGrid } from '../../ui/grid/DataGrid.tsx'
import { LinkButton } from '../../ui/Link.tsx'
import { Page, Panel } from '../../ui/Page.tsx'
import { Pill } from '../../ui/Pill.tsx'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { Switch } from '../../ui/Switch.tsx'
import { showToast } from '../../ui/Toasts.tsx'
import { commonWords } from '../../words/common.ts'
import { problemWords } from '../../words/problems.ts'
import { whoWords as words } from '../../words/who.ts'
import { StrangerDrawer } from './parts/StrangerDrawer.tsx'

const keyOf = ({ periodId, key }: Stranger) => `${periodId} ${key}`
const nameOf = ({ displayName }: Stranger) => displayName

/** A name that fits exactly one student and only wants a person's word: these can be accepted many at a time. */
const isAcceptable = ({ why, decided, suggestions }: Stranger) =>
  why === 'unconfirmedName' && decided === null && suggestions[0] !== undefined

async function takeBack(strangers: readonly Stranger[]): Promise<void> {
  let taken = 0
  for (const { periodId, key } of strangers) {
    const isTaken = await call('match.undo', { periodId, key }).then(
      () => true,
      () => false,
    )
    if (isTaken) taken += 1
  }
  showToast({ title: words.takenBack(taken) })
}

/** Everybody whom no certain evidence names: one press shows what is known, one more settles it. */
export function Screen() {
  const formats = useFormats()
  const { query } = useRoute()
  const periodId = query['period']
  const includeDecided = query['decided'] === '1'
  const { data, problem, isLoading, reload } = useLive('match.list', {
    periodId,
    includeDecided,
  })
  useDocumentTitle(words.title)

  const strangers = useMemo(() => data?.strangers ?? [], [data])
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const exact = strangers.filter(isAcceptable)
  const acceptable = strangers.filter((stranger) => selected.has(keyOf(stranger)) && isAcceptable(stranger))
  const accept = useTask(async () => {
    const accepted = acceptable
    for (const { periodId: of, key, suggestions } of accepted) {
      await call('match.resolve', { periodId: of, key, personIds: [suggestions[0]!.personId], remember: true })
    }
    showToast({
      title: words.accepted(accepted.length),
      undo: { label: commonWords.undo, onUndo: () => void takeBack(accepted) },
    })
    setSelected(new Set())
  })
  const periods = new Set(strangers.map((stranger) => stranger.periodId))
  const go = (changes: Record<string, string | undefined>) =>
    navigate(hrefOf(['who'], { period: periodId, decided: query['decided'], ...changes }), { replace: true })
  const current = strangers.find((stranger) => keyOf(stranger) === query['key'])
  /** After one is settled the next is at hand: an office goes through the list in one sitting. */
  const next = () => {
    const open = strangers.filter((stranger) => stranger.decided === null && stranger !== current)
    const place = current === undefined ? 0 : strangers.indexOf(current)
    const following = open.find((stranger) => strangers.indexOf(stranger) > place) ?? open[0]
    go({ key: following === undefined ? undefined : keyOf(following) })
  }

  const columns = useMemo<readonly GridColumn<Stranger>[]>(
    () => [
      {
        id: 'name',
        header: words.columns.name,
        width: '2fr',
        minimumWidth: 150,
        isRowHeader: true,
        cell: nameOf,
        sortBy: nameOf,
      },
      {
        id: 'time',
        header: words.columns.time,
        width: 78,
        align: 'end',
        cell: ({ seconds }) => formats.minutes(seconds),
        sortBy: ({ seconds }) => seconds,
        dropOrder: 1,
      },
      {
        id: 'why',
        header: words.columns.why,
        width: 210,
        cell: ({ why, decided }) => (
          <Pill state={decided === null ? 'unsure' : 'final'}>
            {decided === null ? words.why[why] : decided.as === 'person' ? words.decidedTitle : words.dismissed}
          </Pill>
        ),
        sortBy: ({ why }) => why,
      },
      {
        id: 'guess',
        header: words.columns.guess,
        width: '2fr',
        minimumWidth: 130,
        cell: ({ suggestions }) => suggestions[0]?.listName ?? '–',
        dropOrder: 0,
      },
    ],
    [formats],
  )

  /** Class by class, as an office settles them. */
  const groups = useMemo(
    () => ({
      of: ({ periodId: id }: Stranger) => id,
      list: [...new Map(strangers.map((stranger) => [stranger.periodId, stranger])).values()].map(
        ({ periodId: id, periodTitle, startAt }) => ({
          id,
          label: periodTitle,
          detail: formats.moment(startAt, 'short'),
        }),
      ),
    }),
    [strangers, formats],
  )

  return (
    <Page
      title={words.title}
      subtitle={data === null ? undefined : words.summary(strangers.length, periods.size)}
      actions={
        <>
          {acceptable.length > 0 && (
            <Button variant="primary" icon={Check} onPress={accept.run} isPending={accept.isRunning}>
              {words.accept(acceptable.length)}
            </Button>
          )}
          {acceptable.length === 0 && exact.length > 1 && (
            <Button onPress={() => setSelected(new Set(exact.map(keyOf)))}>{words.selectExact(exact.length)}</Button>
          )}
          {periodId !== undefined && <LinkButton href={hrefOf(['who'])}>{words.allClasses}</LinkButton>}
          <Switch isSelected={includeDecided} onChange={(isShown) => go({ decided: isShown ? '1' : undefined })}>
            {words.showDecided}
          </Switch>
        </>
      }
    >
      {problem !== null && data === null ? (
        <ProblemNotice {...problemWords(problem, formats)} size="page" onRetry={reload} />
      ) : (
        <WithDrawer
          drawer={
            current && (
              <StrangerDrawer
                key={keyOf(current)}
                stranger={current}
                onDone={next}
                onClose={() => go({ key: undefined })}
              />
            )
          }
        >
          <Panel isFilling isFlush>
            <DataGrid
              label={words.gridLabel}
              rows={strangers}
              keyOf={keyOf}
              columns={columns}
              groups={groups}
              nameOf={nameOf}
              selection={{ keys: selected, onChange: setSelected, allLabel: words.select, labelOf: nameOf }}
              onOpen={(stranger) => go({ key: keyOf(stranger) })}
              currentKey={query['key'] ?? null}
              isLoading={isLoading}
              loadingLabel={words.loading}
              empty={
                <EmptyState icon={UserRoundCheck} title={words.emptyTitle}>
                  {words.emptyText}
                </EmptyState>
              }
            />
          </Panel>
        </WithDrawer>
      )}
    </Page>
  )
}
