import { TriangleAlert } from 'lucide-react'
import { Component, type ReactNode } from 'react'
import { hrefOf } from '../../router.ts'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { LinkButton } from '../../ui/Link.tsx'
import { shellWords } from '../../words/shell.ts'

/** Keeps a screen's mistake inside of the screen: the rest of the app goes on. A new `key` forgets the mistake. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, { readonly hasFailed: boolean }> {
  override state = { hasFailed: false }

  static getDerivedStateFromError() {
    return { hasFailed: true }
  }

  override render() {
    if (!this.state.hasFailed) return this.props.children
    return (
      <EmptyState
        icon={TriangleAlert}
        title={shellWords.crashTitle}
        isProblem
        actions={
          <>
            <Button variant="primary" onPress={() => this.setState({ hasFailed: false })}>
              {shellWords.crashAgain}
            </Button>
            <LinkButton href={hrefOf(['today'])}>{shellWords.toToday}</LinkButton>
          </>
        }
      >
        {shellWords.crashText}
      </EmptyState>
    )
  }
}
