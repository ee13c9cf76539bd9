/** {@code bench routing}: what the choice of a model is worth on recorded outcomes. */
@NullMarked
package io.sluice.cli.routing;

import org.jspecify.annotations.NullMarked;
