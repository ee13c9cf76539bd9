/** The embedded store: one locked data directory, one SQLite database with a thread of its own. */
@NullMarked
package io.sluice.store.embedded;

import org.jspecify.annotations.NullMarked;
