/** The root: start and drain, the object graph, the configuration, the command line. */
@NullMarked
package io.sluice;

import org.jspecify.annotations.NullMarked;
