import { TriangleAlert } from 'lucide-react'
import { Component, type ReactNode } from 'react'
import { hrefOf } from '../../router.ts'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { LinkButton } from '../../ui/Link.tsx'
import { shellWords } from '../../words/shell.ts'

interface Props {
  readonly children: ReactNode
  /** Changes when another screen is shown: the mistake of the last one is forgotten. */
  readonly screen: string
}

/** Keeps a screen's mistake inside of the screen: the rest of the app goes on. */
export class ErrorBoundary extends Component<Props, { readonly failed: string | null }> {
  override state: { readonly failed: string | null } = { failed: null }

  static getDerivedStateFromProps({ screen }: Props, { failed }: { readonly failed: string | null }) {
    return failed === null || failed === screen || failed === ''
      ? { failed: failed === '' ? screen : failed }
      : { failed: null }
  }

  static getDerivedStateFromError() {
    return { failed: '' }
  }

  override render() {
    if (this.state.failed === null) return this.props.children
    return (
      <EmptyState
        icon={TriangleAlert}
        title={shellWords.crashTitle}
        isProblem
        actions={
          <>
            <Button variant="primary" onPress={() => this.setState({ failed: null })}>
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
