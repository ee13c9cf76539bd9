/**
 * Provider credentials, sealed and bound to their host, and the keys that everything secret hangs
 * from.
 */
@NullMarked
package io.sluice.vault;

import org.jspecify.annotations.NullMarked;
