/** The code of what a look finds taken back, although no run is on record that ended with it. */
export const foundBackCode = 'found-back'

/** The code of what somebody says is taken back. */
export const saidBackCode = 'said-back'
