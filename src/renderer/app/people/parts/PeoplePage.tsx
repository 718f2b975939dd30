import { Combine, UserRoundPlus } from 'lucide-react'
import { useCallback, useState } from 'react'
import { useKeepsRosters } from '../../../rights.ts'
import { hrefOf, navigate, useDocumentTitle, useRoute } from '../../../router.ts'
import { TypedText } from '../../../TypedText.tsx'
import { Button } from '../../../ui/Button.tsx'
import { LinkButton } from '../../../ui/Link.tsx'
import { Page, Panel } from '../../../ui/Page.tsx'
import { Segments } from '../../../ui/Tabs.tsx'
import { peopleWords as words } from '../../../words/people.ts'
import { hrefOfPlace, placeOf, type Place } from '../place.ts'
import { PeopleFilters } from './PeopleFilters.tsx'
import { PeopleList } from './PeopleList.tsx'
import { PersonDialog } from '../../../person/PersonDialog.tsx'

const kinds = (['student', 'staff'] as const).map((id) => ({ id, label: words.kinds[id] }))

/** Everybody of the school: found as typed, narrowed to what is missing, and changed many at once. */
export function PeoplePage() {
  const route = useRoute()
  const place = placeOf(route)
  const mayChange = useKeepsRosters()
  const [isAdding, setAdding] = useState(false)
  const [found, setFound] = useState<number | null>(null)
  useDocumentTitle()
  const kind = place.kind ?? 'student'
  const go = useCallback(
    (changes: Partial<Place>) =>
      navigate(hrefOfPlace({ ...placeOf(useRoute.getState()), ...changes }), { replace: true }),
    [],
  )
  return (
    <Page
      title={words.title}
      subtitle={found === null ? undefined : words.found(kind, found)}
      actions={
        <>
          <Segments
            label={words.show}
            choices={kinds}
            value={kind}
            onChange={(id) => go({ kind: id === 'staff' ? 'staff' : undefined, section: undefined, grade: undefined })}
          />
          {mayChange && (
            <>
              <LinkButton href={hrefOf(['people', 'doubles'])} icon={Combine}>
                {words.doubles}
              </LinkButton>
              <Button variant="primary" icon={UserRoundPlus} onPress={() => setAdding(true)}>
                {kind === 'student' ? words.add : words.addStaff}
              </Button>
            </>
          )}
        </>
      }
    >
      <TypedText written={place.text ?? ''} go={go}>
        <Panel isFilling isFlush>
          <PeopleFilters place={place} go={go} />
          {/* Another list: whoever was selected in the last one is not in sight any more. */}
          <PeopleList key={`${kind} ${place.show}`} {...{ place, go, mayChange }} onFound={setFound} />
        </Panel>
      </TypedText>
      {isAdding && <PersonDialog person={null} kind={kind} onClose={() => setAdding(false)} />}
    </Page>
  )
}
