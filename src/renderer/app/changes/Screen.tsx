import { RefreshCw } from 'lucide-react'
import { call } from '../../api.ts'
import { useLive } from '../../live.ts'
import { hrefOf, navigate, useDocumentTitle, useRoute } from '../../router.ts'
import { useFormats } from '../../status.ts'
import { useTask } from '../../task.ts'
import { Button } from '../../ui/Button.tsx'
import { Page, Panel } from '../../ui/Page.tsx'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { Tabs } from '../../ui/Tabs.tsx'
import { showToast } from '../../ui/Toasts.tsx'
import { changesWords as words, momentWords } from '../../words/changes.ts'
import { problemWords } from '../../words/problems.ts'
import { ChangesList } from './parts/ChangesList.tsx'
import { ForeignList } from './parts/ForeignList.tsx'

/** What somebody changed in Zoom's own portal, to accept or to put back; and what was made there, to adopt. */
export function Screen() {
  const formats = useFormats()
  const tab = useRoute(({ query }) => query['tab']) === 'foreign' ? 'foreign' : 'changed'
  const { data, problem, reload } = useLive('sync.list', {})
  useDocumentTitle(words.title)
  const look = useTask(async () => {
    const { meetings, hosts, unreadHosts } = await call('sync.now', {})
    reload()
    showToast({
      title: words.looked(meetings, hosts),
      ...(unreadHosts === 0 ? {} : { tone: 'problem', detail: words.unread(unreadHosts) }),
    })
  })
  const open = data?.foreign.filter(({ isIgnored }) => !isIgnored).length ?? 0
  return (
    <Page
      title={words.title}
      subtitle={data && (data.readAt === null ? words.neverRead : words.readAt(momentWords(data.readAt, formats)))}
      actions={
        <Button icon={RefreshCw} onPress={look.run} isPending={look.isRunning}>
          {words.lookNow}
        </Button>
      }
    >
      {data === null ? (
        <Panel isFilling>
          {problem === null ? (
            <Skeleton label={words.loading} rows={6} />
          ) : (
            <ProblemNotice {...problemWords(problem, formats)} size="page" onRetry={reload} />
          )}
        </Panel>
      ) : (
        <Tabs
          label={words.tabs.label}
          value={tab}
          onChange={(next) =>
            navigate(hrefOf(['changes'], next === 'foreign' ? { tab: 'foreign' } : {}), { replace: true })
          }
          tabs={[
            {
              id: 'changed',
              label: words.tabs.changed,
              ...(data.changes.length > 0 ? { count: data.changes.length } : {}),
              content: <ChangesList changes={data.changes} isRead={data.readAt !== null} />,
            },
            {
              id: 'foreign',
              label: words.tabs.foreign,
              ...(open > 0 ? { count: open } : {}),
              content: <ForeignList foreign={data.foreign} />,
            },
          ]}
        />
      )}
    </Page>
  )
}
