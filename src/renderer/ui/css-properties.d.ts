import 'react'

declare module 'react' {
  /** Custom properties are set like any other style, through the CSS object model. */
  interface CSSProperties {
    [name: `--${string}`]: string | number | undefined
  }
}
