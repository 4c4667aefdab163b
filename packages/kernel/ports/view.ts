/** When the view of an operation opens in place of a run of it. */
export interface ViewOpening {
  /** Only while this field of its input is not given; always, where none is named. */
  without?: string
  /** It also takes the lines of a pipe, where nobody is at a terminal. */
  lines?: true
}

/** The view of an operation as its file names it: data, so that no other command loads it. */
export interface ViewDefinition extends ViewOpening {
  /** The module whose default export is the `View` (`@nimbus/view`), from the folder of the service. */
  module: string
}
