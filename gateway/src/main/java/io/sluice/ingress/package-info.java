/** Serving HTTP: connections and their limits, and the mapping of paths onto use cases. */
@NullMarked
package io.sluice.ingress;

import org.jspecify.annotations.NullMarked;
